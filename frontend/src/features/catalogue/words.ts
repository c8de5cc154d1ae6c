import type { FourEyes, PackageCategory, ProgrammeStatus, ServiceLevel, TemplateStatus, TemplateText } from '@/api/types'
import type { Language } from '@/lib/dates'
import type { Tone } from '@/ui/Badge'

export const LEVELS: ServiceLevel[] = ['municipality', 'association', 'district', 'bezirk']
export const PACKAGES: PackageCategory[] = ['efa', 'market', 'state_store', 'toolbox']
export const FOUR_EYES: FourEyes[] = ['off', 'sample', 'always']
export const PROGRAMME_TONE: Record<ProgrammeStatus, Tone> = { draft: 'neutral', active: 'success', closed: 'neutral' }
export const TEMPLATE_TONE: Record<TemplateStatus, Tone> = { draft: 'info', published: 'success', retired: 'neutral' }

export const say = (text: TemplateText, language: Language): string => text[language]
