// Printed by `cargo test -p api` from the operations list. Do not edit.

export type Id = string;
/** Business date, `2018-09-30`. */
export type DateText = string;
/** UTC milliseconds since 1970. */
export type Ms = number;
export type Cell = string | number | null;
export type ChangeState =
  "stored" | "handed_on" | "receipted" | "merged" | "returned" | "held" | "quarantined";

/** How far a record has come. `number` is what people quote, `431128–1024`. */
export interface Receipt {
  state: ChangeState;
  number: string | null;
  at_ms: Ms | null;
  reason: string | null;
  photos_done: number;
  photos_total: number;
}
export interface Empty {}
export interface IdRequest { id: Id }
export interface Facet { code: string; label: string; count: number }

// session
export interface Area { code: string; name: string; level: "county" | "township" | "village"; path: string[] }
export interface PersonName { id: Id; name: string; duty: string }
export interface Session {
  side: "laptop" | "county";
  account: string;
  person_id: Id;
  name: string;
  role: string;
  area: Area;
  today: DateText;
  now_ms: Ms;
  team: PersonName[];
}

// saving; `base` is the `version` that the form was opened with, 0 for a new record
export interface SaveRequest { id: Id | null; base: number; fields: Record<string, Cell | string[]>; reason: string | null }
export interface RemoveRequest { id: Id; base: number; reason: string }
export interface Violation { field: string; code: string }
/** `change_set` is null when nothing had changed. */
export interface Saved { id: Id; change_set: string | null; version: number; state: ChangeState }
export interface UndoRequest { change_set: string }

// drafts: text typed and not yet saved; `body` is the form's own JSON
export interface Draft { form: string; subject: string; body: string; base: number; changed_at_ms: Ms }
export interface DraftSave { form: string; subject: string; body: string; base: number }
export interface DraftKey { form: string; subject: string }

// households
export interface HouseholdQuery {
  view: string; // all | unvisited_month | unvisited_30 | unvisited_60 | to_exit | not_out | (own)
  q: string;
  groups: string[]; villages: string[]; townships: string[]; states: string[]; causes: string[];
  sort: string; // default | name | people | state | cause | income | last_visit
  descending: boolean;
  limit: number; offset: number;
}
export interface HouseholdRow {
  id: Id; number: string; head_name: string; group_name: string; village_code: string; village_name: string; township_name: string;
  people: number; labour: number; state: string; state_year: number | null; cause: string; income_fen: number | null;
  measures_done: number; measures_total: number; problems_open: number; helper_name: string;
  last_visit_on: DateText | null; receipt: Receipt | null; conflict: boolean;
}
export interface HouseholdPage {
  rows: HouseholdRow[]; total: number; all: number; people: number; groups_count: number;
  views: Facet[]; groups: Facet[]; villages: Facet[]; townships: Facet[]; states: Facet[]; causes: Facet[];
}
export interface SearchRequest { q: string; limit: number }
export interface HouseholdHit {
  id: Id; head_name: string; matched_name: string; why: string; number: string; group_name: string; village_name: string;
  people: number; cause: string; state: string; state_year: number | null; last_visit_on: DateText | null;
}
export interface SearchResult { hits: HouseholdHit[]; total: number }
/** Every field of a record by name, sensitive ones masked. `version` is the base for saving. */
export interface RecordView { id: Id; version: number; fields: Record<string, Cell>; receipt: Receipt; conflict_fields: string[] }
export interface HouseholdCard {
  household: RecordView; row: HouseholdRow; members: RecordView[]; incomes: RecordView[];
  visits: VisitRow[]; visits_total: number; measures: MeasureRow[]; problems: ProblemRow[]; line_fen: number | null;
}
export interface HistoryRow {
  at_ms: Ms; by_name: string; record: string; record_title: string; field: string;
  from: Cell; to: Cell; reason: string; receipt: Receipt;
}
export interface RevealRequest { record: string; id: Id; field: string }
export interface Revealed { value: string }

// visits
export interface VisitQuery {
  view: string; // all | mine | problem | pending | late
  q: string; persons: string[]; groups: string[]; purposes: string[]; household_id: Id | null; month: string | null;
  limit: number; offset: number;
}
export interface VisitRow {
  id: Id; household_id: Id; head_name: string; group_name: string; village_name: string; visited_on: DateText; recorded_at_ms: Ms;
  person_names: string[]; mine: boolean; note: string; purposes: string[]; mode: string; satisfaction: string;
  photos: number; problems: number; late_days: number; receipt: Receipt; conflict: boolean;
}
export interface VisitPage {
  rows: VisitRow[]; total: number; households_month: number; households_all: number;
  views: Facet[]; persons: Facet[]; groups: Facet[]; purposes: Facet[];
}
export interface PhotoRow { id: Id; sha256: string; caption: string; width_px: number; height_px: number; at_county: boolean; here: boolean }
/** `state` and `state_year` are the household's. */
export interface VisitDetail { visit: RecordView; row: VisitRow; state: string; state_year: number | null; photos: PhotoRow[]; problems: ProblemRow[]; earlier: VisitRow[] }
export interface VisitContext { last: VisitRow | null; problems: ProblemRow[]; measures: MeasureRow[]; same_day: boolean; phrases: string[] }
export interface VisitContextRequest { household_id: Id; visited_on: DateText }
/** One visit with what was found on it: saved as one change set for the visit, and one for the problem. */
export interface VisitSave {
  id: Id | null; base: number; household_id: Id; visited_on: DateText; person_ids: Id[]; mode: string; purposes: string[]; policies: string[];
  met: string; note: string; satisfaction: string; photos: NewPhoto[]; problem: string; problem_due_on: DateText | null; reason: string | null;
}
/** A photo already handed over by `putPhoto`, named by its hash. */
export interface NewPhoto { sha256: string; size_bytes: number; media_type: string; width_px: number; height_px: number; caption: string }

// stays
export interface MonthRequest { month: string; person_id: Id | null } // 2018-09
export interface DayRow {
  on: DateText; id: Id | null; version: number; day: string; night: string; day_places: string[]; night_place: string; note: string;
  recorded: boolean; recorded_at_ms: Ms | null; visits: number; visit_names: string[]; festival: string; kind: "work" | "rest" | "shift"; receipt: Receipt | null;
}
export interface Goal { value: number; minimum: number; pace: number | null; document: string }
export interface Month { month: string; person_name: string; days: DayRow[]; nights: number; days_present: number; night_goal: Goal | null; year_goal: Goal | null }
/** Absent fields (null) keep what the row has; empty text clears. */
export interface StayRecord { on: DateText[]; day: string | null; night: string | null; day_places: string[] | null; night_place: string | null; note: string | null }
export interface StayRecorded { saved: Saved[]; days: DayRow[] }

// workbench
export interface Tonight { on: DateText; asks: "tonight" | "last_night"; recorded: boolean; recorded_at_ms: Ms | null; month_nights: number; goal: number | null; teammates: number; teammates_stayed: number }
export interface TodoRow { kind: string; id: Id; title: string; meta: string; days: number; due_on: DateText | null }
export interface TodoGroup { kind: "returned" | "drafts" | "unvisited" | "measures" | "problems"; total: number; rows: TodoRow[] }
export interface VisitBar { on: DateText; count: number }
export interface RecentRow { kind: string; id: Id; title: string; at_ms: Ms; receipt: Receipt }
export interface WorkbenchRequest { rows: number }
export interface Workbench {
  today: DateText; day_note: string; days_left: number; groups: TodoGroup[]; tonight: Tonight; month: Month;
  visits_month: number; households_all: number; bars: VisitBar[]; recent: RecentRow[];
}

// measures
export interface MeasureQuery {
  view: string; // open | late | due_7 | village | done | dropped
  q: string; classes: string[]; persons: string[]; household_id: Id | null; limit: number; offset: number;
}
export interface MeasureRow {
  id: Id; version: number; household_id: Id | null; division_code: string; for_name: string; class: string; content: string; person_name: string; unit_name: string;
  amount_fen: number; paid_fen: number; quantity: number; quantity_done: number; quantity_unit: string; starts_on: DateText | null; due_on: DateText | null;
  state: string; late_days: number; result: string; receipt: Receipt; conflict: boolean;
}
export interface MeasurePage { rows: MeasureRow[]; total: number; done: number; all: number; paid_fen: number; amount_fen: number; views: Facet[]; classes: Facet[]; persons: Facet[] }
export interface ProblemRow { id: Id; version: number; household_id: Id | null; for_name: string; content: string; kind: string; category: string; source: string; state: string; due_on: DateText | null; person_name: string; late_days: number; receipt: Receipt }

// sync centre
export interface SyncStatus {
  network: "online" | "offline"; running: boolean; percent: number; pending: number; pending_photos: number; pending_bytes: number;
  receipted: number; conflicts: number; returned: number; held: number; last_sync_at_ms: Ms | null; trouble: string; // "" | retry_later | cut | revoked | upgrade | disk | clock | restored
  trouble_detail: string; server: string; seconds_estimate: number;
}
export interface PageRequest { limit: number; offset: number }
export interface OutboxRow { change_set: string; record: string; record_id: Id; household_id: Id | null; title: string; content: string; size_bytes: number; at_ms: Ms; receipt: Receipt }
export interface OutboxPage { rows: OutboxRow[]; total: number; bytes: number; photos: number; photo_bytes: number }
export interface ReceiptRow { number: string; verdict: string; reason: string; record: string; record_id: Id; household_id: Id | null; title: string; at_ms: Ms; received_at_ms: Ms }
export interface ReceiptPage { rows: ReceiptRow[]; total: number }
export interface SyncRun { at_ms: Ms; ok: boolean; error: string; pushed: number; receipts: number; merged: number; quarantined: number; pulled: number; photos: number; bytes_up: number; bytes_down: number; seconds: number; position: number }
export interface SyncRunPage { rows: SyncRun[]; total: number }
export interface ConflictField { field: string; base: Cell; mine: Cell; county: Cell; sensitive: boolean }
export interface ConflictCard {
  id: Id; record: string; record_id: Id; household_id: Id | null; title: string; policy: "keep" | "newest"; at_ms: Ms;
  standing_by: string; standing_at_ms: Ms; losing_by: string; losing_at_ms: Ms; fields: ConflictField[];
}
export interface ConflictPage { rows: ConflictCard[]; total: number }
export interface RefusedRow { change_set: string; verdict: ChangeState; reason: string; record: string; record_id: Id; household_id: Id | null; title: string; content: string; at_ms: Ms; number: string }
export interface RefusedPage { rows: RefusedRow[]; total: number }

// county
export interface DeviceRow { id: Id; person_name: string; role: string; area_name: string; machine: string; last_seen_at_ms: Ms | null; pending: number; version: string; state: string }
export interface DevicePage { rows: DeviceRow[]; total: number }
export interface CountyStatus { villages_today: number; villages_all: number; stalest_name: string; stalest_days: number; last_receipt_at_ms: Ms | null }

// the shell's own acts (desktop only)
export interface ShellState {
  profile: "none" | "locked" | "open" | "fetching" | "damaged" | "newer" | "read_only" | "in_use";
  detail: string; name: string; role: string; place: string; pending: number | null; last_sync_at_ms: Ms | null;
  tries_left: number; wait_seconds: number; fetched: number; to_fetch: number;
}
export interface UnlockRequest { passphrase: string }
export interface EnrolRequest { server: string; code: string; passphrase: string }
export interface Settings { type_size: "standard" | "large" | "largest"; language: "zh-CN" | "en"; lock_minutes: number; single_keys: boolean; reveal_seconds: number }
export interface SavedFilter { list: string; name: string; query: string }

export interface Operations {
  "session.get": { request: Empty; response: Session; reads: []; writes: [] };
  "workbench.get": { request: WorkbenchRequest; response: Workbench; reads: ["household", "visit", "stay", "measure", "problem", "conflict", "draft"]; writes: [] };
  "household.list": { request: HouseholdQuery; response: HouseholdPage; reads: ["household", "member", "visit", "measure", "problem"]; writes: [] };
  "household.search": { request: SearchRequest; response: SearchResult; reads: ["household", "member"]; writes: [] };
  "household.card": { request: IdRequest; response: HouseholdCard; reads: ["household", "member", "income", "visit", "measure", "problem"]; writes: [] };
  "household.history": { request: IdRequest; response: HistoryRow[]; reads: ["household", "member", "income", "measure"]; writes: [] };
  "household.save": { request: SaveRequest; response: Saved; reads: []; writes: ["household"] };
  "member.save": { request: SaveRequest; response: Saved; reads: []; writes: ["member"] };
  "visit.list": { request: VisitQuery; response: VisitPage; reads: ["visit", "household", "problem"]; writes: [] };
  "visit.detail": { request: IdRequest; response: VisitDetail; reads: ["visit", "photo", "problem"]; writes: [] };
  "visit.context": { request: VisitContextRequest; response: VisitContext; reads: ["visit", "problem", "measure"]; writes: [] };
  "visit.record": { request: VisitSave; response: Saved; reads: []; writes: ["visit", "problem", "photo"] };
  "visit.remove": { request: RemoveRequest; response: Saved; reads: []; writes: ["visit"] };
  "stay.month": { request: MonthRequest; response: Month; reads: ["stay", "visit"]; writes: [] };
  "stay.record": { request: StayRecord; response: StayRecorded; reads: []; writes: ["stay"] };
  "stay.remove": { request: RemoveRequest; response: Saved; reads: []; writes: ["stay"] };
  "measure.list": { request: MeasureQuery; response: MeasurePage; reads: ["measure", "household"]; writes: [] };
  "measure.save": { request: SaveRequest; response: Saved; reads: []; writes: ["measure"] };
  "measure.remove": { request: RemoveRequest; response: Saved; reads: []; writes: ["measure"] };
  "problem.save": { request: SaveRequest; response: Saved; reads: []; writes: ["problem"] };
  "reveal.get": { request: RevealRequest; response: Revealed; reads: []; writes: [] };
  "undo.run": { request: UndoRequest; response: Saved; reads: []; writes: ["visit", "stay", "measure", "problem", "household", "member"] };
  "draft.list": { request: Empty; response: Draft[]; reads: ["draft"]; writes: [] };
  "draft.save": { request: DraftSave; response: Empty; reads: []; writes: ["draft"] };
  "draft.remove": { request: DraftKey; response: Empty; reads: []; writes: ["draft"] };
  "settings.get": { request: Empty; response: Settings; reads: ["settings"]; writes: [] };
  "settings.save": { request: Settings; response: Settings; reads: []; writes: ["settings"] };
  "filter.list": { request: Empty; response: SavedFilter[]; reads: ["filter"]; writes: [] };
  "filter.save": { request: SavedFilter; response: Empty; reads: []; writes: ["filter"] };
  "filter.remove": { request: SavedFilter; response: Empty; reads: []; writes: ["filter"] };
  "sync.status": { request: Empty; response: SyncStatus; reads: ["*"]; writes: [] };
  "sync.outbox": { request: PageRequest; response: OutboxPage; reads: ["*"]; writes: [] };
  "sync.receipts": { request: PageRequest; response: ReceiptPage; reads: ["*"]; writes: [] };
  "sync.runs": { request: PageRequest; response: SyncRunPage; reads: ["*"]; writes: [] };
  "sync.conflicts": { request: PageRequest; response: ConflictPage; reads: ["*"]; writes: [] };
  "sync.refused": { request: PageRequest; response: RefusedPage; reads: ["*"]; writes: [] };
  "device.list": { request: PageRequest; response: DevicePage; reads: ["device"]; writes: [] };
  "county.status": { request: Empty; response: CountyStatus; reads: ["*"]; writes: [] };
}
/** Desktop only: answered by the window's shell, not by the operations list. */
export interface ShellOperations {
  "shell.state": { request: Empty; response: ShellState };
  "shell.enrol": { request: EnrolRequest; response: ShellState };
  "shell.unlock": { request: UnlockRequest; response: ShellState };
  "shell.lock": { request: Empty; response: ShellState };
  "sync.start": { request: Empty; response: Empty };
  "sync.stop": { request: Empty; response: Empty };
}
export interface ApiError { code: string; detail: string; violations: Violation[] }

/** The same lists for the running program: which records an answer is made of, which a call changes. */
export const READS: { readonly [K in keyof Operations]: Readonly<Operations[K]["reads"]> } = {
  "session.get": [],
  "workbench.get": ["household", "visit", "stay", "measure", "problem", "conflict", "draft"],
  "household.list": ["household", "member", "visit", "measure", "problem"],
  "household.search": ["household", "member"],
  "household.card": ["household", "member", "income", "visit", "measure", "problem"],
  "household.history": ["household", "member", "income", "measure"],
  "household.save": [],
  "member.save": [],
  "visit.list": ["visit", "household", "problem"],
  "visit.detail": ["visit", "photo", "problem"],
  "visit.context": ["visit", "problem", "measure"],
  "visit.record": [],
  "visit.remove": [],
  "stay.month": ["stay", "visit"],
  "stay.record": [],
  "stay.remove": [],
  "measure.list": ["measure", "household"],
  "measure.save": [],
  "measure.remove": [],
  "problem.save": [],
  "reveal.get": [],
  "undo.run": [],
  "draft.list": ["draft"],
  "draft.save": [],
  "draft.remove": [],
  "settings.get": ["settings"],
  "settings.save": [],
  "filter.list": ["filter"],
  "filter.save": [],
  "filter.remove": [],
  "sync.status": ["*"],
  "sync.outbox": ["*"],
  "sync.receipts": ["*"],
  "sync.runs": ["*"],
  "sync.conflicts": ["*"],
  "sync.refused": ["*"],
  "device.list": ["device"],
  "county.status": ["*"],
};
export const WRITES: { readonly [K in keyof Operations]: Readonly<Operations[K]["writes"]> } = {
  "session.get": [],
  "workbench.get": [],
  "household.list": [],
  "household.search": [],
  "household.card": [],
  "household.history": [],
  "household.save": ["household"],
  "member.save": ["member"],
  "visit.list": [],
  "visit.detail": [],
  "visit.context": [],
  "visit.record": ["visit", "problem", "photo"],
  "visit.remove": ["visit"],
  "stay.month": [],
  "stay.record": ["stay"],
  "stay.remove": ["stay"],
  "measure.list": [],
  "measure.save": ["measure"],
  "measure.remove": ["measure"],
  "problem.save": ["problem"],
  "reveal.get": [],
  "undo.run": ["visit", "stay", "measure", "problem", "household", "member"],
  "draft.list": [],
  "draft.save": ["draft"],
  "draft.remove": ["draft"],
  "settings.get": [],
  "settings.save": ["settings"],
  "filter.list": [],
  "filter.save": ["filter"],
  "filter.remove": ["filter"],
  "sync.status": [],
  "sync.outbox": [],
  "sync.receipts": [],
  "sync.runs": [],
  "sync.conflicts": [],
  "sync.refused": [],
  "device.list": [],
  "county.status": [],
};
