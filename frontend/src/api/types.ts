/** Names for the views of the contract. Each becomes an alias of its schema. */
export interface Named { id: string; name: string | null; key: string | null }
export interface HistoryChange { field: string; before: unknown; after: unknown; sealed: boolean }
export interface HistoryEntry { id: string; at: string; actor_id: string; actor_name: string; action: string; reason: string | null; changes: HistoryChange[] }

// Rollouts
export type LightColor = 'grey' | 'green' | 'yellow' | 'red'
export type CourseState = 'not_started' | 'running' | 'deferred' | 'finished' | 'ended'
export type OutcomeKey = 'live' | 'own_solution' | 'not_competent' | 'cancelled' | 'replaced'
export type Audience = 'team' | 'body' | 'all'
export interface RolloutLight { color: LightColor; reason: string; since?: string | null; next_change?: string | null }
export interface RolloutPlan { start?: string | null; original?: string | null; moved?: string | null; forecast?: string | null; actual?: string | null; ended?: string | null }
export interface RolloutBall { role: string; role_name: string; party?: Named | null; since?: string | null }
export interface RolloutRow {
  id: string; number: string; kind: 'mother' | 'daughter'; body: Named; service?: Named | null; programme?: Named | null; mother_id?: string | null
  state: CourseState; phase?: { key: string; name: string } | null; progress_percent: number; light: RolloutLight; ball?: RolloutBall | null
  next_milestone?: string | null; next_due?: string | null; plan: RolloutPlan; outcome?: OutcomeKey | null; updated_at: string
}
export interface RolloutPhase { key: string; name: string; state: 'done' | 'current' | 'open'; target_working_days: number; planned?: string | null }
export interface MilestoneView {
  id: string; key: string; phase: string; name: string; description?: string | null; exit_criteria: string[]; required: boolean; state: 'open' | 'done' | 'skipped'
  ready: boolean; missing: string[]; role: string; role_name: string; party?: Named | null; person?: Named | null; due?: string | null; due_original?: string | null; due_fixed: boolean
  decided_at?: string | null; decided_by?: Named | null; reason?: string | null; can: string[]; version: number
}
export interface OwedMilestone {
  id: string; key: string; name: string; exit_criteria: string[]; required: boolean; ready: boolean; role: string; role_name: string; party?: Named | null
  due?: string | null; can: string[]; version: number; rollout: RolloutRow
}
export interface RolloutParty { role: string; role_name: string; organisation?: Named | null; person?: Named | null }
export interface RolloutAccrued { role: string; role_name: string; party?: Named | null; seconds: number; working_days: number; deferred_seconds: number }
export interface RolloutInterval {
  id: string; kind: 'waiting' | 'deferral' | 'block'; waiting_kind?: string | null; name?: string | null; role?: string | null; party?: Named | null
  since: string; follow_up?: string | null; until?: string | null; reason?: string | null; started_by: Named
}
export interface RolloutChoice { key: string; name: string }
export interface RolloutView {
  id: string; number: string; kind: 'mother' | 'daughter'; body: Named; service?: Named | null; programme?: Named | null; mother?: Named | null; position_id?: string | null
  template: { id: string; key: string; version: number; name: string }; covers: { organisation: Named; valid_from: string; valid_to?: string | null }[]
  state: CourseState; phases: RolloutPhase[]; milestones: MilestoneView[]; next: string[]; parties: RolloutParty[]; ball?: RolloutBall | null; accrued: RolloutAccrued[]
  light: RolloutLight; plan: RolloutPlan; progress: { required: number; done: number; skipped: number; percent: number }; open_intervals: RolloutInterval[]
  waiting_kinds: RolloutChoice[]; outcomes: RolloutChoice[]; outcome?: { key: OutcomeKey; name: string; at?: string | null; reason?: string | null } | null
  started_on?: string | null; can: string[]; created_at: string; updated_at: string
}
export interface TicketView {
  id: string; number: string; type: string; driven_by: string; title: string; organisation: Named; state: string; parent: Named | null; assignee: Named | null; team: Named | null
  created_by: Named; watching: boolean; can: string[]; version: number; created_at: string; updated_at: string
}
/** What the page of a rollout has beyond it: the ticket it shares id and version with. */
export interface TicketPart { ticket: TicketView; version: number }
export type RolloutDetail = RolloutView & TicketPart
export interface RollupRow {
  key?: string | null; name?: string | null; total: number; green: number; yellow: number; red: number; grey: number; live: number; ended: number; progress_done: number; progress_total: number
}
export type MotherDetail = { mother: RolloutView; rollouts: RolloutRow[]; totals: RollupRow } & TicketPart
export type RolloutCommand =
  | { command: 'complete'; milestone: string }
  | { command: 'reopen'; milestone: string; reason: string }
  | { command: 'skip'; milestone: string; reason?: string | null }
  | { command: 'set_due'; milestone: string; due?: string | null }
  | { command: 'set_responsible'; milestone: string; organisation_id?: string | null; person_id?: string | null }
  | { command: 'set_party'; role: string; organisation_id?: string | null; person_id?: string | null }
  | { command: 'start_waiting'; kind: string; role?: string | null; organisation_id?: string | null; reason?: string | null; follow_up?: string | null }
  | { command: 'end_waiting' } | { command: 'resume' } | { command: 'unblock' }
  | { command: 'defer'; until: string; reason: string }
  | { command: 'block'; reason: string }
  | { command: 'set_outcome'; outcome: OutcomeKey; reason?: string | null }
export interface ArticleView { id: string; ticket_id: string; author: Named; audience: Audience; channel: 'web' | 'api' | 'system' | 'mail'; text: string; created_at: string }
export interface AttachmentView {
  id: string; ticket_id: string; article_id?: string | null; audience: Audience; name: string; size: number; media_type: string; inline: boolean; uploaded_by: Named; created_at: string
}

// Orders
export type OrderState = 'open' | 'released' | 'closed' | 'cancel_requested' | 'cancelled'
export type PositionState = 'clarification' | 'ready' | 'checked' | 'released' | 'linked' | 'rejected' | 'cancelled'
export interface BodyKeys { ars?: string | null; ags?: string | null; fictive_ags?: string | null; own_key?: string | null; name?: string | null }
export interface OrderContact { name: string; email?: string | null; phone?: string | null; function?: string | null }
export interface OrderLine {
  line?: number | null; service_key?: string | null; ozg_id?: string | null; leika_keys?: string[]; category?: string | null; wish_date?: string | null; wish_wave?: string | null; body?: BodyKeys | null
}
export interface OrderContent {
  number: string; revision?: number | null; placed_at: string; body: BodyKeys; contacts?: OrderContact[]; positions: OrderLine[]; contract_refs?: string[]; note?: string | null
}
export interface OrderPosition {
  id: string; line: number; service_key?: string | null; ozg_id?: string | null; leika_keys: string[]; category?: string | null; wish_date?: string | null; wish_wave?: string | null
  body_keys?: BodyKeys | null; service?: Named | null; body?: Named | null; covers: Named[]; state: PositionState; problems: { code: string; text: string }[]
  suggestions: { services: Named[]; bodies: Named[] }; change_requested: boolean
  rollout?: { id: string; number: string; state: CourseState; phase?: string | null; outcome?: OutcomeKey | null; live_on?: string | null; light?: LightColor | null } | null
  checked_by?: Named | null; checked_at?: string | null; released_by?: Named | null; released_at?: string | null; reason?: string | null; can: string[]; version: number
}
export interface OrderView {
  id: string; source: string; number: string; revision: number; placed_at: string; principal: Named; ordering_body: BodyKeys; organisation?: Named | null; contacts?: OrderContact[] | null
  hidden: string[]; contract_refs: string[]; note?: string | null; state: OrderState; cancel_requested_at?: string | null; cancel_reason?: string | null; positions: OrderPosition[]
  can: string[]; version: number; created_at: string; updated_at: string
}
export interface OrderCounts { clarification: number; ready: number; checked: number; change_requested: number; cancel_requested: number }
export interface PositionReleased { position_id: string; result: 'released' | 'linked' | 'refused'; rollout?: Named | null; problem?: { title?: string; detail?: string } | null }

// Catalogue
export type ServiceLevel = 'municipality' | 'association' | 'district' | 'bezirk'
export type PackageCategory = 'efa' | 'market' | 'state_store' | 'toolbox'
export interface ServiceMaturity { model: '1.1' | '2.0'; level: number; date?: string | null }
export interface ServiceView {
  id: string; key: string; name: string; ozg_id?: string | null; package: PackageCategory; level: ServiceLevel; provider?: Named | null; operator?: Named | null; implementing_land?: string | null
  maturity?: ServiceMaturity | null; interfaces: string[]; leika_keys: string[]; routing?: string | null; active_from?: string | null; active_to?: string | null; active: boolean
  note?: string | null; source?: string | null; can: string[]; version: number; created_at: string; updated_at: string
}
export interface ServicesImportView {
  dry_run: boolean; difference: { new: number; changed: number; unchanged: number }; changes: { change: string; key: string; name: string; fields: string[] }[]
  total_faults: number; faults: { line: number; column: number; code: string; message: string }[]
}
export type TemplateStatus = 'draft' | 'published' | 'retired'
export interface TemplateRow { id: string; key: string; version: number; name: string; name_en: string; status: TemplateStatus; can: string[]; created_at: string; updated_at: string }
export interface TemplateText { de: string; en: string }
export interface TemplateMilestone {
  key: string; name: TemplateText; description?: TemplateText | null; required: boolean; role: string; exit_criteria?: TemplateText[]; gate?: string[]; auto_complete_on?: string | null
  go_live?: boolean; offset_working_days?: number | null; weight?: number; norm?: string | null
}
export interface TemplateDefinition {
  key: string; version: number; name: TemplateText; parties: { key: string; name: TemplateText; default_source: string }[]
  phases: { key: string; name: TemplateText; target_working_days: number; level: 'mother' | 'daughter'; milestones: TemplateMilestone[] }[]
  limits?: { red_overdue_working_days?: number; yellow_due_within_working_days?: number; red_forecast_slip_working_days?: number; waiting_working_days?: number; waiting_by_role?: Record<string, number> }
  waiting_kinds: { key: string; name: TemplateText; role: string; pauses: boolean; default_follow_up_working_days: number }[]
  outcomes: { key: OutcomeKey; name: TemplateText }[]
}
export type TemplateView = TemplateRow & { definition_hash: string; definition: TemplateDefinition }
export type FourEyes = 'off' | 'sample' | 'always'
export type ProgrammeStatus = 'draft' | 'active' | 'closed'
export interface ProgrammeView {
  id: string; key: string; name: string; template: Named; region?: Named | null; four_eyes: FourEyes; started_on?: string | null; status: ProgrammeStatus; services: Named[]
  can: string[]; version: number; created_at: string; updated_at: string
}
export interface SearchHit { kind: 'organisation' | 'rollout' | 'mother' | 'order' | 'service' | 'person'; id: string; key?: string | null; title: string; subtitle?: string | null }

// Organisations, persons, register
export type OrganisationKind =
  | 'land' | 'government_district' | 'bezirk' | 'district' | 'independent_city' | 'association' | 'municipality' | 'unincorporated_area'
  | 'department' | 'it_provider' | 'vendor' | 'operator' | 'other'
export type MunicipalFlag = 'yes' | 'no' | 'unknown'
export type FunctionKind = 'digital_officer' | 'subject_contact' | 'technical_contact' | 'head' | 'contract_contact' | 'employee' | 'other'
export interface OrganisationRow {
  id: string; kind: OrganisationKind; name: string; official_name: string; designation?: string | null; ags?: string | null; ars?: string | null
  fictive_ags?: string | null; own_key?: string | null; population: number; parent?: Named | null; children: number; valid_to?: string | null; version: number
}
export interface OrganisationView {
  id: string; kind: OrganisationKind; name: string; official_name: string; designation?: string | null; ags?: string | null; ars?: string | null
  fictive_ags?: string | null; own_key?: string | null; seat?: string | null; postal_code?: string | null; population: number; path: Named[]
  assumption_day: MunicipalFlag; peace_festival: MunicipalFlag; corpus_christi: MunicipalFlag; valid_from?: string | null; valid_to?: string | null
  places: OrganisationPlace[]; predecessors: OrganisationSuccession[]; successors: OrganisationSuccession[]; can: string[]; version: number
  created_at: string; updated_at: string
}
export interface OrganisationPlace { parent?: Named | null; valid_from?: string | null; valid_to?: string | null }
export interface OrganisationSuccession { organisation: Named; on_date: string }
export interface OrganisationCreate { kind: OrganisationKind; name: string; parent_id?: string | null; own_key?: string | null; fictive_ags?: string | null; seat?: string | null }
export interface OrganisationPatch {
  name?: string | null; parent_id?: string | null; own_key?: string | null; fictive_ags?: string | null; seat?: string | null
  assumption_day?: MunicipalFlag | null; peace_festival?: MunicipalFlag | null; corpus_christi?: MunicipalFlag | null; valid_to?: string | null
}
export interface PersonFunction { id: string; organisation: Named; function: FunctionKind; valid_from?: string | null; valid_to?: string | null }
export interface PersonFunctionCreate { organisation_id: string; function: FunctionKind; valid_from?: string | null; valid_to?: string | null }
export interface PersonView {
  id: string; title?: string | null; given_name?: string | null; family_name: string; name: string; email?: string | null; phone?: string | null
  hidden: string[]; functions: PersonFunction[]; can: string[]; version: number; created_at: string; updated_at: string
}
export interface PersonCreate { title?: string | null; given_name?: string | null; family_name: string; email?: string | null; phone?: string | null; functions: PersonFunctionCreate[] }
export interface PersonPatch { title?: string | null; given_name?: string | null; family_name?: string | null; email?: string | null; phone?: string | null }
export type RegisterChangeKind = 'new' | 'gone' | 'renamed' | 'moved' | 'population'
export interface RegisterChange { change: RegisterChangeKind; kind: OrganisationKind; key: string; name: string; before?: string | null; after?: string | null }
export interface RegisterImportView {
  id: string; file_name: string; state_date: string; status: string; done: number; total: number; records: Record<string, number>
  difference: { new: number; gone: number; renamed: number; moved: number }; changes: RegisterChange[]; can: string[]; created_at: string; finished_at?: string | null
}

// Users, teams, roles, grants, API clients
export type Language = 'de' | 'en'
export type UserStatus = 'active' | 'inactive'
export type ClientStatus = 'active' | 'inactive'
export type HolderKind = 'user' | 'team' | 'api_client'
export type ScopeKind = 'everything' | 'organisation' | 'team' | 'queue' | 'involved'
export interface UserView {
  id: string; login: string; name: string; email: string | null; hidden: string[]; language: Language; status: UserStatus; has_password: boolean
  teams: Named[]; version: number; created_at: string; updated_at: string; can: string[]
}
export interface UserCreate { login: string; name: string; email?: string | null; language?: Language; password?: string | null }
export interface UserPatch { login?: string | null; name?: string | null; email?: string | null; language?: Language | null }
export interface TeamView { id: string; name: string; members: Named[]; version: number; created_at: string; updated_at: string; can: string[] }
export interface RoleView {
  id: string; key: string; name_de: string; name_en: string; permissions: string[]; shipped: boolean; version: number; created_at: string; updated_at: string; can: string[]
}
export interface RoleCreate { key: string; name_de: string; name_en: string; permissions: string[] }
export interface PermissionInfo { name: string; de: string; en: string }
export interface RoleName { key: string; name: string; id: string }
export interface GrantView {
  id: string; role: RoleName; holder_kind: HolderKind; holder: Named; scope_kind: ScopeKind; scope: Named | null; created_at: string; can: string[]
}
export interface GrantCreate { role_id: string; holder: { kind: HolderKind; id: string }; scope: { kind: ScopeKind; id?: string | null } }
export interface ApiClientView {
  id: string; name: string; status: ClientStatus; scopes: string[]; expires_at: string | null; last_used_at: string | null
  secrets: { id: string; created_at: string; expires_at: string | null }[]; version: number; created_at: string; updated_at: string; can: string[]
}
export interface ApiClientSecret { client: ApiClientView; secret: string | null }
export interface ApiClientPatch { name?: string | null; scopes?: string[] | null; expires_at?: string | null; status?: ClientStatus | null }
export interface SessionView {
  id: string; user: Named; user_agent: string; current: boolean; created_at: string; last_used_at: string; expires_at: string; can: string[]
}
export interface ExplainGrant { grant_id: string; role: RoleName; scope_kind: ScopeKind; scope: Named | null; team: Named | null }
export interface ExplainView {
  permission: string; allows: string | null; granted: boolean; everybody: boolean; withheld_by_scopes: boolean; through: ExplainGrant[]
  roles: RoleName[]; subject: { kind: string; id: string; reached: boolean | null } | null
}

// Webhooks
export type DeliveryState = 'pending' | 'delivered' | 'parked' | 'dropped'
export type DeliveryReason = 'gave_up' | 'gone' | 'not_visible' | 'owner_gone' | 'event_expired'
export interface WebhookView {
  id: string; name: string; url: string; events: string[]; owner: Named; active: boolean; disabled_reason: 'by_hand' | 'gone' | null
  secrets: { id: string; created_at: string; expires_at: string | null }[]; can: string[]; version: number; created_at: string; updated_at: string
}
export interface WebhookCreate { name: string; url: string; events: string[]; owner_id?: string | null }
export interface WebhookPatch { name?: string | null; url?: string | null; events?: string[] | null; active?: boolean | null }
export interface WebhookWithSecret { webhook: WebhookView; secret: string }
export interface DeliveryRow {
  id: string; webhook_id: string; message_id: string; event_id: string | number; event_name: string; subject_kind: string; subject_id: string; state: DeliveryState
  reason: DeliveryReason | null; attempt_count: number; due_at: string | null; created_at: string; finished_at: string | null
}
export interface DeliveryAttempt { at: string; duration_ms: number; status: number | null; error: string | null; response: string | null }
export interface DeliveryView extends DeliveryRow { body: string | null; attempts: DeliveryAttempt[]; can: string[] }
