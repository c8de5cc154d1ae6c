/** Whether two values of a form mean the same. Of things with an id only that counts: their names may come from different answers. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, onlyIds) === JSON.stringify(b, onlyIds)
}

function onlyIds(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value
}

/** One's own changes on top of what others have stored meanwhile. `clashes` are the values that both changed, differently. */
export function rebase<Draft extends object>(before: Draft, mine: Draft, theirs: Draft): { merged: Draft; clashes: (keyof Draft & string)[] } {
  const touched = (Object.keys(mine) as (keyof Draft & string)[]).filter((key) => !same(mine[key], before[key]))
  const merged = { ...theirs }
  for (const key of touched) merged[key] = mine[key]
  return { merged, clashes: touched.filter((key) => !same(theirs[key], before[key]) && !same(theirs[key], mine[key])) }
}

const text = (value: unknown) => (typeof value === 'string' ? value.trim() || null : value)

/** The members of a form that differ from what it began with, without blanks around them; an emptied one is null, as a merge patch removes it. */
export function changedTexts<Draft extends object>(draft: Draft, before: Draft): { [Key in keyof Draft]?: Draft[Key] | null } {
  const changed = (Object.keys(draft) as (keyof Draft)[]).filter((key) => !same(text(draft[key]), text(before[key])))
  return Object.fromEntries(changed.map((key) => [key, text(draft[key])])) as { [Key in keyof Draft]?: Draft[Key] | null }
}
