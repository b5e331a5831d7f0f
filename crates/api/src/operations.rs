//! Every operation that a screen, a command or a script can ask for: the only list. From it come the dispatcher, the
//! TypeScript types, the OpenAPI document and the permission test.

use domain::access::{Access, ROLES, access};
use paper::Paper;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use ts_rs::TS;

use crate::{
    centre,
    centre::{
        ConflictPage, ConflictReveal, OutboxPage, ReceiptPage, RefusedPage, SyncRunPage, SyncStatus,
    },
    common::{
        BringBack, Empty, IdRequest, PageRequest, RecordView, RemoveRequest, SaveRequest, Saved,
    },
    county,
    county::{CountyStatus, DevicePage},
    distribution,
    distribution::{
        DistributionDetail, DistributionPage, DistributionQuery, DistributionSave,
        DistributionSaved, PortionsReceived,
    },
    draft,
    draft::{Draft, DraftKey, DraftSave},
    error::{ApiError, Code},
    event,
    event::EventSave,
    export,
    export::list::Workbook,
    history,
    history::HistoryAnswer,
    host::{Asker, Host},
    household,
    household::{HouseholdCard, HouseholdPage, HouseholdQuery, SearchRequest, SearchResult},
    import,
    import::{ImportRunPage, ImportStayedPage, ImportStayedRequest},
    income,
    income::IncomeSave,
    inquiry,
    inquiry::{InquiryChoices, InquiryPage, InquiryQuery, InquiryRow},
    measure,
    measure::{MeasurePage, MeasureQuery, MeasureRow, MeasureSuggestion},
    person,
    person::People,
    photos,
    photos::{PhotoAdd, PhotoList, PhotosOf},
    plan,
    plan::{
        HouseholdPlanRequest, HouseholdPlanView, HousingView, VillagePlanRequest, VillagePlanView,
    },
    print,
    print::{RosterRequest, SheetRequest},
    problem,
    problem::{
        ProblemAct, ProblemChoices, ProblemDetail, ProblemMerge, ProblemPage, ProblemPlace,
        ProblemQuery,
    },
    record,
    record::{RecordFound, RecordPage, RecordQuery, RecordRemove, RecordRequest, RecordSave},
    request,
    request::{RequestPage, RequestQuery, RequestRow},
    reveal,
    reveal::{RevealPage, RevealRequest, Revealed},
    session,
    session::{Session, Side, TodayGiven},
    settings,
    settings::{SavedFilter, Settings},
    stay,
    stay::{Month, MonthRequest, StayRecord, StayRecorded},
    timeline,
    timeline::TimelineAnswer,
    tour,
    tour::{TourDetail, TourPage},
    typescript::Types,
    undo,
    undo::{UndoRequest, Undone},
    visit,
    visit::{VisitContext, VisitContextRequest, VisitDetail, VisitPage, VisitQuery, VisitSave},
    wish,
    wish::{WishPage, WishQuery, WishRow},
    workbench,
    workbench::{Workbench, WorkbenchRequest},
};

/// Which side can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// A laptop's file only.
    Laptop,
    /// The county only.
    County,
    /// Either.
    Both,
}

/// One operation as declared.
#[derive(Debug)]
pub struct OperationInfo {
    /// `household.list`.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// Records that its answer is made of; `*` = any.
    pub reads: &'static [&'static str],
    /// Records that it changes; `*` = any.
    pub writes: &'static [&'static str],
    /// Roles that may ask, where that does not follow from the records.
    pub roles: Option<&'static [&'static str]>,
    /// Who can answer.
    pub side: Where,
    /// Schema of the request.
    pub request: fn(&mut SchemaGenerator) -> Schema,
    /// Schema of the response.
    pub response: fn(&mut SchemaGenerator) -> Schema,
    /// Names both types in TypeScript, and declares them.
    pub types: fn(&mut Types) -> (String, String),
}

impl OperationInfo {
    /// May `role` ask, wherever? Which rows it gets is the body's business, which row it may write the host's.
    pub fn allows(&self, role: &str) -> bool {
        if let Some(roles) = self.roles {
            return roles.contains(&role);
        }
        let records = |names: &'static [&'static str]| {
            names
                .iter()
                .filter(|name| domain::records::by_name(name).is_some())
        };
        ROLES.contains(&role)
            && records(self.reads).all(|name| access(role, name) >= Access::Read)
            && records(self.writes).all(|name| access(role, name) == Access::Write)
    }

    /// Does this side answer?
    pub fn is_on(&self, side: Side) -> bool {
        match self.side {
            Where::Both => true,
            Where::Laptop => side == Side::Laptop,
            Where::County => side == Side::County,
        }
    }
}

/// The operation of this name.
pub fn by_name(name: &str) -> Option<&'static OperationInfo> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}

/// Does one operation for who asks.
pub fn dispatch(host: &dyn Host, name: &str, request: Value) -> Result<Value, ApiError> {
    let operation = by_name(name).ok_or_else(|| {
        ApiError::new(
            Code::UnknownOperation,
            format!("there is no operation {name}"),
        )
    })?;
    if !operation.is_on(host.side()) {
        return Err(ApiError::new(
            Code::OtherSide,
            format!("{name} is not answered here"),
        ));
    }
    permit(host.asker(), operation)?;
    call(host, name, request)
}

fn permit(asker: &Asker, operation: &OperationInfo) -> Result<(), ApiError> {
    if asker
        .rights
        .iter()
        .any(|right| operation.allows(&right.role))
    {
        return Ok(());
    }
    let detail = format!(
        "{} may not ask {} as {}",
        asker.account,
        operation.name,
        asker.role()
    );
    Err(ApiError::new(Code::NotPermitted, detail))
}

fn answer<Request: DeserializeOwned, Response: Serialize>(
    host: &dyn Host,
    request: Value,
    body: fn(&dyn Host, &Request) -> Result<Response, ApiError>,
) -> Result<Value, ApiError> {
    let request: Request = serde_json::from_value(request)
        .map_err(|error| ApiError::new(Code::Malformed, error.to_string()))?;
    let response = body(host, &request)?;
    serde_json::to_value(response).map_err(|error| ApiError::new(Code::Failed, error.to_string()))
}

fn types_of<Request: TS + 'static, Response: TS + 'static>(types: &mut Types) -> (String, String) {
    (types.name::<Request>(), types.name::<Response>())
}

fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

macro_rules! roles {
    () => { None };
    ($($role:ident)+) => { Some(&[$(stringify!($role)),+]) };
}

macro_rules! side {
    (laptop) => {
        Where::Laptop
    };
    (county) => {
        Where::County
    };
    (both) => {
        Where::Both
    };
}

macro_rules! operations {
    ($(
        $(#[doc = $doc:literal])+
        $topic:ident.$verb:ident($request:ty) -> $response:ty = $body:path, $side:ident
            $(, roles [$($role:ident),*])?, reads [$($read:tt),*], writes [$($write:tt),*];
    )*) => {
        /// All operations.
        pub static OPERATIONS: &[OperationInfo] = &[$(OperationInfo {
            name: concat!(stringify!($topic), ".", stringify!($verb)),
            summary: concat!($($doc),+),
            reads: &[$(stringify!($read)),*],
            writes: &[$(stringify!($write)),*],
            roles: roles!($($($role)*)?),
            side: side!($side),
            request: schema_of::<$request>,
            response: schema_of::<$response>,
            types: types_of::<$request, $response>,
        }),*];

        fn call(host: &dyn Host, name: &str, request: Value) -> Result<Value, ApiError> {
            match name {
                $(concat!(stringify!($topic), ".", stringify!($verb)) => answer(host, request, $body),)*
                _ => Err(ApiError::new(Code::UnknownOperation, format!("there is no operation {name}"))),
            }
        }
    };
}

operations! {
    /// Who asks, where, on what day.
    session.get(Empty) -> Session = session::get, both, reads [], writes [];
    /// Today's date, given by a person whose clock is wrong.
    session.give_today(TodayGiven) -> Session = session::give_today, laptop, reads [], writes [];
    /// The first screen: what is to be done, tonight, the month.
    workbench.get(WorkbenchRequest) -> Workbench = workbench::get, both,
        roles [member, first_secretary, team_leader, helper, village_secretary, township_reviewer, dossier_keeper, policy_guide,
            department, inspector, county_office, county_administrator, auditor],
        reads [household, visit, stay, measure, problem, request, conflict, draft], writes [];
    /// Households of one's area, filtered and counted.
    household.list(HouseholdQuery) -> HouseholdPage = household::list, both,
        reads [household, member, remark_off, visit, measure, problem, housing_solution], writes [];
    /// A list of households as a workbook.
    household.export(HouseholdQuery) -> Workbook = export::list::households, both, reads [household, member, visit, measure, problem, housing_solution], writes [];
    /// A list of households as a roster to be printed; in full where the asker may see it so, which is recorded.
    household.print(RosterRequest) -> Paper = print::roster, both,
        roles [member, first_secretary, team_leader, helper, village_secretary, township_reviewer, dossier_keeper, policy_guide,
            department, inspector, county_office, county_administrator, auditor],
        reads [household, member, visit, measure, problem, housing_solution], writes [reveal];
    /// Households by name, pinyin, initials, number tail, phone or group.
    household.search(SearchRequest) -> SearchResult = household::search, both, reads [household, member], writes [];
    /// One household with all that hangs on it.
    household.card(IdRequest) -> HouseholdCard = household::card, both, reads [household, member, income, status_event, remark_off, visit, measure, problem, request], writes [];
    /// 户档 of one household, to be printed; in full where the asker may see it so, which is recorded.
    household.sheet(SheetRequest) -> Paper = print::sheet, both,
        roles [member, first_secretary, team_leader, helper, village_secretary, township_reviewer, dossier_keeper, policy_guide,
            department, inspector, county_office, county_administrator, auditor],
        reads [household, member, income, visit, measure, problem], writes [reveal];
    /// 明白卡 of one household, to be printed for its wall.
    household.notice(IdRequest) -> Paper = print::notice, both,
        roles [member, first_secretary, team_leader, helper, village_secretary, township_reviewer, dossier_keeper, policy_guide,
            department, inspector, county_office, county_administrator, auditor],
        reads [household, member, visit, measure, person, unit, posting, assignment], writes [reveal];
    /// Who changed what on a household and its members.
    household.history(IdRequest) -> HistoryAnswer = history::of_household, both,
        reads [household, member, income, status_event, measure, household_plan, household_plan_line, housing_solution], writes [];
    /// One household from the day it was identified to its exit.
    household.timeline(IdRequest) -> TimelineAnswer = timeline::of_household, both,
        reads [household, measure, problem, visit, household_plan, housing_solution], writes [];
    /// What a household is to reach in a year, and the income per head that it comes to.
    plan.household(HouseholdPlanRequest) -> HouseholdPlanView = plan::household, both,
        reads [household, member, income, household_plan, household_plan_line], writes [];
    /// Targets and projects of a village in a year.
    plan.village(VillagePlanRequest) -> VillagePlanView = plan::village, both, reads [village_plan, village_plan_line], writes [];
    /// How a household gets a safe house, and whether it needs one.
    housing.get(IdRequest) -> HousingView = plan::housing, both, reads [household, housing_solution], writes [];
    /// Writes fields of a household.
    household.save(SaveRequest) -> Saved = record::save_household, both, reads [], writes [household];
    /// What happened to a family: people who come and go, 脱贫 and 监测, a new head, another group, a split, a merger.
    household.event(EventSave) -> Saved = event::save, both, reads [], writes [household, member, status_event];
    /// Writes the income of a year by its items.
    income.save(IncomeSave) -> Saved = income::save, both, reads [], writes [income];
    /// Writes fields of a member.
    member.save(SaveRequest) -> Saved = record::save_member, both, reads [], writes [member];
    /// Visits of one's area, filtered and counted.
    visit.list(VisitQuery) -> VisitPage = visit::list, both, reads [visit, household, problem, photo], writes [];
    /// A list of visits as a workbook.
    visit.export(VisitQuery) -> Workbook = export::list::visits, both, reads [visit, household, problem, photo], writes [];
    /// A list of visits, to be printed.
    visit.print(VisitQuery) -> Paper = print::visits, both, reads [visit, household, problem, photo], writes [];
    /// One visit with photos, problems and the visits before it.
    visit.detail(IdRequest) -> VisitDetail = visit::detail, both, reads [visit, photo, problem, request], writes [];
    /// What to know before a visit is recorded.
    visit.context(VisitContextRequest) -> VisitContext = visit::context, both, reads [visit, problem, measure, request], writes [];
    /// Records or edits a visit, its photos, the problem found and the request heard on it.
    visit.record(VisitSave) -> Saved = visit::record, both, reads [], writes [visit, problem, photo, request];
    /// Withdraws a visit, with a reason.
    visit.remove(RemoveRequest) -> Saved = record::remove_visit, both, reads [], writes [visit];
    /// Takes the withdrawal of a visit back.
    visit.restore(BringBack) -> Saved = visit::restore, both, reads [], writes [visit];
    /// Requests of one's area, filtered and counted.
    request.list(RequestQuery) -> RequestPage = request::list, both, reads [request, household], writes [];
    /// A list of requests as a workbook.
    request.export(RequestQuery) -> Workbook = export::list::requests, both, reads [request, household], writes [];
    /// A list of requests, to be printed.
    request.print(RequestQuery) -> Paper = print::requests, both, reads [request, household], writes [];
    /// One request, as the list shows it.
    request.get(IdRequest) -> RequestRow = request::get, both, reads [request, household], writes [];
    /// Writes fields of a request.
    request.save(SaveRequest) -> Saved = record::save_request, both, reads [], writes [request];
    /// Deletes a request, with a reason.
    request.remove(RemoveRequest) -> Saved = record::remove_request, both, reads [], writes [request];
    /// Wishes of one's area, filtered and counted.
    wish.list(WishQuery) -> WishPage = wish::list, both, reads [wish, household], writes [];
    /// A list of wishes as a workbook.
    wish.export(WishQuery) -> Workbook = export::list::wishes, both, reads [wish, household], writes [];
    /// A list of wishes, to be printed.
    wish.print(WishQuery) -> Paper = print::wishes, both, reads [wish, household], writes [];
    /// One wish, as the list shows it.
    wish.get(IdRequest) -> WishRow = wish::get, both, reads [wish, household], writes [];
    /// Writes fields of a wish.
    wish.save(SaveRequest) -> Saved = record::save_wish, both, reads [], writes [wish];
    /// Deletes a wish, with a reason.
    wish.remove(RemoveRequest) -> Saved = record::remove_wish, both, reads [], writes [wish];
    /// What was given out in one's area.
    distribution.list(DistributionQuery) -> DistributionPage = distribution::list, both, reads [distribution, portion, household], writes [];
    /// What was given out as a workbook, with the households that get it on a sheet of their own.
    distribution.export(DistributionQuery) -> Workbook = export::list::distributions, both, reads [distribution, portion, household], writes [];
    /// A list of what was given out, to be printed.
    distribution.print(DistributionQuery) -> Paper = print::distributions, both, reads [distribution, portion, household], writes [];
    /// 物资发放花名册 of one distribution, to be printed and signed.
    distribution.roll(IdRequest) -> Paper = print::roll, both, reads [distribution, portion, household], writes [];
    /// What was given out, with the households that get it.
    distribution.get(IdRequest) -> DistributionDetail = distribution::get, both, reads [distribution, portion, household], writes [];
    /// Writes what is given out, and to which households.
    distribution.save(DistributionSave) -> DistributionSaved = distribution::save, both, reads [], writes [distribution, portion];
    /// Writes who received it and when, or takes that back.
    distribution.receive(PortionsReceived) -> DistributionSaved = distribution::receive, both, reads [], writes [portion];
    /// Deletes what was given out, with a reason.
    distribution.remove(RemoveRequest) -> Saved = record::remove_distribution, both, reads [], writes [distribution];
    /// What households said of their village's team and committee, filtered and counted; never to that team.
    inquiry.list(InquiryQuery) -> InquiryPage = inquiry::list, both, reads [inquiry, division], writes [];
    /// What was said in one house.
    inquiry.get(IdRequest) -> InquiryRow = inquiry::get, both, reads [inquiry, division], writes [];
    /// Villages that may be asked about.
    inquiry.choices(Empty) -> InquiryChoices = inquiry::choices, both, reads [inquiry, division, grant], writes [];
    /// What the list shows as a workbook.
    inquiry.export(InquiryQuery) -> Workbook = inquiry::export, both, reads [inquiry, division], writes [];
    /// Writes what was asked and answered; never in the village itself.
    inquiry.save(SaveRequest) -> Saved = inquiry::save, both, reads [], writes [inquiry];
    /// Deletes it, with a reason.
    inquiry.remove(RemoveRequest) -> Saved = record::remove_inquiry, both, reads [], writes [inquiry];
    /// Plans of rounds through the households of one's area, and how far they are.
    tour.list(Empty) -> TourPage = tour::list, both, reads [tour, visit, household, posting, grant], writes [];
    /// One plan with its households, by group.
    tour.get(IdRequest) -> TourDetail = tour::get, both, reads [tour, visit, household, posting, grant], writes [];
    /// A plan as a workbook to walk with.
    tour.export(IdRequest) -> Workbook = tour::export, both, reads [tour, visit, household, posting, grant], writes [];
    /// Writes fields of a plan.
    tour.save(SaveRequest) -> Saved = record::save_tour, both, reads [], writes [tour];
    /// Deletes a plan, with a reason.
    tour.remove(RemoveRequest) -> Saved = record::remove_tour, both, reads [], writes [tour];
    /// A month of days and nights.
    stay.month(MonthRequest) -> Month = stay::month, both, reads [stay, visit], writes [];
    /// The recorded days of a month as a workbook.
    stay.export(MonthRequest) -> Workbook = export::list::stays, both, reads [stay, visit], writes [];
    /// Records days and nights of oneself.
    stay.record(StayRecord) -> StayRecorded = stay::record, both, reads [], writes [stay];
    /// Deletes a day, with a reason.
    stay.remove(RemoveRequest) -> Saved = record::remove_stay, both, reads [], writes [stay];
    /// Measures of one's area, filtered and counted.
    measure.list(MeasureQuery) -> MeasurePage = measure::list, both, reads [measure, household], writes [];
    /// A list of measures as a workbook.
    measure.export(MeasureQuery) -> Workbook = export::list::measures, both, reads [measure, household], writes [];
    /// A list of measures, to be printed.
    measure.print(MeasureQuery) -> Paper = print::measures, both, reads [measure, household], writes [];
    /// One measure, as the list shows it.
    measure.get(IdRequest) -> MeasureRow = measure::get, both, reads [measure, household, photo], writes [];
    /// Classes of measures that answer the causes and risks of a household: offered, never entered.
    measure.suggest(IdRequest) -> MeasureSuggestion = measure::suggest, both, reads [household, measure], writes [];
    /// Writes fields of a measure.
    measure.save(SaveRequest) -> Saved = record::save_measure, both, reads [], writes [measure];
    /// Deletes a measure, with a reason.
    measure.remove(RemoveRequest) -> Saved = record::remove_measure, both, reads [], writes [measure];
    /// Problems of one's area, filtered and counted.
    problem.list(ProblemQuery) -> ProblemPage = problem::list, both, reads [problem, problem_step, household], writes [];
    /// A list of problems as a workbook.
    problem.export(ProblemQuery) -> Workbook = export::list::problems, both, reads [problem, problem_step, household], writes [];
    /// The ledger as it is listed, to be printed in the columns of H17.
    problem.print(ProblemQuery) -> Paper = print::problems, both, reads [problem, problem_step, household], writes [];
    /// One problem with what was done about it, and what the asker may do.
    problem.get(IdRequest) -> ProblemDetail = problem::get, both, reads [problem, problem_step, household, visit, photo], writes [];
    /// What the form of a problem offers for a place.
    problem.choices(ProblemPlace) -> ProblemChoices = problem::choices, both, reads [problem, posting, grant, division], writes [];
    /// Withdraws a problem that nobody has done anything about, with a reason.
    problem.remove(RemoveRequest) -> Saved = problem::remove, both, reads [], writes [problem];
    /// Writes fields of a problem; its state follows from the acts.
    problem.save(SaveRequest) -> Saved = problem::save, both, reads [], writes [problem];
    /// Does something about a problem: takes it on, says how far it is, hands it in, sends it back, closes it.
    problem.step(ProblemAct) -> Saved = problem::step, both, reads [], writes [problem, problem_step, photo];
    /// Makes a single problem part of a common one, or takes it out again.
    problem.merge(ProblemMerge) -> Saved = problem::merge, both, reads [], writes [problem];
    /// The photos of a visit, measure or problem.
    photo.list(PhotosOf) -> PhotoList = photos::list, both, reads [photo], writes [];
    /// More photos of a visit, measure or problem that is there.
    photo.add(PhotoAdd) -> Saved = photos::add, both, reads [], writes [photo];
    /// Shows a masked field, and records that it was shown.
    reveal.get(RevealRequest) -> Revealed = reveal::get, both, reads [], writes [reveal];
    /// What one has looked at behind a mask, the newest first.
    reveal.list(PageRequest) -> RevealPage = reveal::list, laptop, reads [reveal], writes [];
    /// The people who work in one's area, by role.
    person.list(Empty) -> People = person::list, laptop, reads [person, posting, grant], writes [];
    /// Shows one of the two values of a masked field in conflict, and records that it was shown.
    conflict.reveal(ConflictReveal) -> Revealed = centre::reveal, both, reads [], writes [reveal];
    /// Puts back what a change set of one's own has changed.
    undo.run(UndoRequest) -> Undone = undo::run, both,
        roles [member, first_secretary, team_leader, helper, village_secretary, township_reviewer, dossier_keeper, department,
            inspector, county_office, county_administrator],
        reads [], writes [visit, stay, measure, problem, problem_step, request, wish, distribution, portion, tour, inquiry, household, member,
            income, status_event, remark_off, photo, household_plan, household_plan_line, village_plan, village_plan_line, housing_solution];
    /// Imports of rosters on this laptop, the newest first.
    import.runs(PageRequest) -> ImportRunPage = import::runs, laptop, reads [household, member], writes [];
    /// Households of which something stayed when an import was undone.
    import.stayed(ImportStayedRequest) -> ImportStayedPage = import::stayed, laptop, reads [household, member], writes [];
    /// Forms typed and not yet saved.
    draft.list(Empty) -> Vec<Draft> = draft::list, both, reads [draft], writes [];
    /// Keeps what is typed.
    draft.save(DraftSave) -> Empty = draft::save, both, reads [], writes [draft];
    /// Forgets a draft.
    draft.remove(DraftKey) -> Empty = draft::remove, both, reads [], writes [draft];
    /// One's settings.
    settings.get(Empty) -> Settings = settings::get, both, reads [settings], writes [];
    /// Keeps them.
    settings.save(Settings) -> Settings = settings::save, both, reads [], writes [settings];
    /// Named filters.
    filter.list(Empty) -> Vec<SavedFilter> = settings::filters, both, reads [filter], writes [];
    /// Keeps a named filter.
    filter.save(SavedFilter) -> Empty = settings::save_filter, both, reads [], writes [filter];
    /// Forgets one.
    filter.remove(SavedFilter) -> Empty = settings::remove_filter, both, reads [], writes [filter];
    /// How far this laptop has come.
    sync.status(Empty) -> SyncStatus = centre::status, laptop, reads [*], writes [];
    /// Records that wait for a receipt.
    sync.outbox(PageRequest) -> OutboxPage = centre::outbox, laptop, reads [*], writes [];
    /// Receipts of the county.
    sync.receipts(PageRequest) -> ReceiptPage = centre::receipts, laptop, reads [*], writes [];
    /// How the last syncs went.
    sync.runs(PageRequest) -> SyncRunPage = centre::runs, laptop, reads [*], writes [];
    /// Two values of one record, both kept.
    sync.conflicts(PageRequest) -> ConflictPage = centre::conflicts, both, reads [*], writes [];
    /// Change sets that need a person.
    sync.refused(PageRequest) -> RefusedPage = centre::refused, laptop, reads [*], writes [];
    /// Laptops of one's area.
    device.list(PageRequest) -> DevicePage = county::devices, county, roles [county_administrator, county_office, township_reviewer, auditor], reads [device], writes [];
    /// How fresh the county is.
    county.status(Empty) -> CountyStatus = county::status, county, reads [*], writes [];
    /// Rows of any record in one's area, by id.
    record.list(RecordQuery) -> RecordPage = record::list, both, reads [*], writes [];
    /// One row of any record.
    record.get(RecordRequest) -> RecordView = record::get, both, reads [*], writes [];
    /// Which record an id belongs to.
    record.find(IdRequest) -> RecordFound = record::find, both, reads [*], writes [];
    /// Who changed what on one row.
    record.history(RecordRequest) -> HistoryAnswer = history::of_record, both, reads [*], writes [];
    /// Writes fields of any record.
    record.save(RecordSave) -> Saved = record::save, both, reads [], writes [*];
    /// Deletes a row of any record, with a reason.
    record.remove(RecordRemove) -> Saved = record::remove, both, reads [], writes [*];
}
