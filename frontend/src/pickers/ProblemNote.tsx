import type { Problem } from '@/api/problem'
import { useProblemText } from '@/api/useProblemText'
import { ProblemSummary } from '@/ui/ProblemSummary'

/** A problem in words, where it arose; nothing while there is none. */
export function ProblemNote({ problem }: { problem: Problem | undefined }) {
  const say = useProblemText()
  return problem ? <ProblemSummary {...say(problem)} /> : null
}
