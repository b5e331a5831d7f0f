//! What a list was narrowed to, in the words of its screen: a paper says of itself what it leaves out.

use domain::{
    Id,
    codes::{self, CodeList},
};
use store::{
    Store,
    query::{Facet, person_name},
};

use crate::{
    distribution::DistributionQuery, error::ApiError, household::HouseholdQuery,
    inquiry::InquiryQuery, measure::MeasureQuery, problem::ProblemQuery, request::RequestQuery,
    visit::VisitQuery, wish::WishQuery,
};

/// The words one after the other.
struct Words(Vec<String>);

impl Words {
    /// Begins with the tab.
    fn of_view(views: &[(&str, &str)], view: &str) -> Self {
        let known = views.iter().find(|(code, _)| *code == view);
        let first = views.first().map_or("", |(_, label)| *label);
        Self(vec![known.map_or(first, |(_, label)| *label).to_owned()])
    }

    fn searched(mut self, q: &str) -> Self {
        if !q.trim().is_empty() {
            self.0.push(format!("搜索“{}”", q.trim()));
        }
        self
    }

    fn chosen(mut self, name: &str, values: &[String]) -> Self {
        if !values.is_empty() {
            self.0.push(format!("{name}：{}", values.join("、")));
        }
        self
    }

    fn coded(self, name: &str, list: &CodeList, chosen: &[String]) -> Self {
        let labels: Vec<String> = chosen.iter().map(|code| list.label_of(code)).collect();
        self.chosen(name, &labels)
    }

    fn named(self, name: &str, labels: &[(&str, &str)], chosen: &[String]) -> Self {
        let values: Vec<String> = chosen
            .iter()
            .map(|code| {
                let known = labels.iter().find(|(one, _)| one == code);
                known.map_or(code.as_str(), |(_, label)| label).to_owned()
            })
            .collect();
        self.chosen(name, &values)
    }

    /// As the list's own facet names what it is filtered by.
    fn listed(self, name: &str, facets: &[Facet], chosen: &[String]) -> Self {
        let values: Vec<String> = chosen
            .iter()
            .map(|code| {
                let known = facets.iter().find(|facet| facet.code == *code);
                known
                    .map_or(code.as_str(), |facet| {
                        if facet.label.is_empty() {
                            code
                        } else {
                            &facet.label
                        }
                    })
                    .to_owned()
            })
            .collect();
        self.chosen(name, &values)
    }

    fn said(self) -> String {
        self.0.join(" · ")
    }
}

const VISIT_VIEWS: [(&str, &str); 6] = [
    ("all", "全部"),
    ("mine", "我记的"),
    ("problem", "发现问题"),
    ("pending", "待同步"),
    ("late", "补录"),
    ("withdrawn", "已撤回"),
];
const VISIT_MARKS: [(&str, &str); 5] = [
    ("problem", "发现问题"),
    ("pending", "待同步"),
    ("late", "补录"),
    ("photo", "有照片"),
    ("unsatisfied", "不满意"),
];
const HOUSEHOLD_VIEWS: [(&str, &str); 8] = [
    ("all", "全部"),
    ("unvisited_month", "本月没走访"),
    ("unvisited_30", "30 天没走访"),
    ("unvisited_60", "60 天没走访"),
    ("to_exit", "今年拟脱贫"),
    ("risk", "有风险"),
    ("not_out", "未脱贫"),
    ("remarks", "数据提示"),
];
const HOUSEHOLD_MARKS: [(&str, &str); 7] = [
    ("unvisited_month", "本月没走访"),
    ("risk", "有风险"),
    ("problem", "有问题"),
    ("unclear", "三不明确"),
    ("housing_undecided", "住房方案没定"),
    ("housing_open", "住房没完工"),
    ("stale", "一年没改"),
];
const SECTORS: [(&str, &str); 5] = [
    ("students", "有学生"),
    ("allowance", "低保、特困"),
    ("unsafe_housing", "危房"),
    ("sick", "有病人"),
    ("disabled", "有残疾人"),
];
/// Whose visits count; anybody's need no word.
const SEEN_BY: [(&str, &str); 2] = [("first_secretary", "第一书记走访"), ("me", "我走访")];
const MEASURE_VIEWS: [(&str, &str); 6] = [
    ("open", "没完成"),
    ("late", "已过期"),
    ("due_7", "7 天内"),
    ("village", "村级项目"),
    ("done", "已完成"),
    ("dropped", "取消"),
];
const MEASURE_DUES: [(&str, &str); 5] = [
    ("late", "已过期"),
    ("due_7", "7 天内"),
    ("due_30", "8 到 30 天"),
    ("later", "30 天以后"),
    ("none", "没定期限"),
];

const UNCLEAR: [(&str, &str); 3] = [
    ("goal", "没写目标"),
    ("content", "没写措施"),
    ("person", "没定责任人"),
];
const PROBLEM_VIEWS: [(&str, &str); 5] = [
    ("open", "没销号"),
    ("late", "过期"),
    ("waiting", "待回头看"),
    ("common", "共性"),
    ("closed", "已销号"),
];

const REQUEST_VIEWS: [(&str, &str); 5] = [
    ("waiting", "没办完"),
    ("late", "过期"),
    ("solved", "等户里确认"),
    ("confirmed", "已确认"),
    ("declined", "办不了"),
];
const WISH_VIEWS: [(&str, &str); 3] = [
    ("open", "没实现"),
    ("promised", "有人认领"),
    ("fulfilled", "已实现"),
];

/// Of visits.
pub(crate) fn of_visits(
    store: &Store,
    query: &VisitQuery,
    persons: &[Facet],
    villages: &[Facet],
) -> Result<String, ApiError> {
    let mut words = Words::of_view(&VISIT_VIEWS, &query.view);
    if let Some(text) = &query.month {
        words = words.chosen("月份", &[month(text)]);
    }
    Ok(words
        .chosen("农户", &household(store, query.household_id)?)
        .listed("记录人", persons, &query.persons)
        .listed("村", villages, &query.villages)
        .chosen("组", &query.groups)
        .coded("内容", &codes::VISIT_PURPOSE, &query.purposes)
        .named("标记", &VISIT_MARKS, &query.marks)
        .searched(&query.q)
        .said())
}

/// `2018-09` as people write it.
pub(crate) fn month(text: &str) -> String {
    match text.split_once('-') {
        Some((year, month)) => format!("{year}年{}月", month.trim_start_matches('0')),
        None => text.to_owned(),
    }
}

/// Of households.
pub(crate) fn of_households(
    query: &HouseholdQuery,
    villages: &[Facet],
    townships: &[Facet],
) -> String {
    let known = SEEN_BY.iter().filter(|(code, _)| *code == query.seen_by);
    let seen_by: Vec<String> = known.map(|(code, _)| (*code).to_owned()).collect();
    Words::of_view(&HOUSEHOLD_VIEWS, &query.view)
        .listed("乡镇", townships, &query.townships)
        .listed("村", villages, &query.villages)
        .chosen("组", &query.groups)
        .coded("状态", &codes::STATE, &query.states)
        .coded("原因", &codes::CAUSE, &query.causes)
        .named("标记", &HOUSEHOLD_MARKS, &query.marks)
        .coded("提示", &codes::REMARK, &query.remarks)
        .named("行业", &SECTORS, &query.sectors)
        .named("谁的走访算", &SEEN_BY, &seen_by)
        .searched(&query.q)
        .said()
}

const INQUIRY_VIEWS: [(&str, &str); 3] = [("all", "全部"), ("no", "有答否的"), ("words", "有话的")];

/// Of the list of what was heard in villages.
pub(crate) fn of_inquiries(request: &InquiryQuery, villages: &[Facet]) -> String {
    Words::of_view(&INQUIRY_VIEWS, &request.view)
        .listed("村", villages, &request.villages)
        .searched(&request.q)
        .said()
}

/// Of measures.
pub(crate) fn of_measures(
    store: &Store,
    query: &MeasureQuery,
    villages: &[Facet],
) -> Result<String, ApiError> {
    // A household's own measures are shown in all their states.
    let words = match query.household_id {
        Some(_) => Words(vec!["全部".to_owned()]),
        None => Words::of_view(&MEASURE_VIEWS, &query.view),
    };
    Ok(words
        .chosen("农户", &household(store, query.household_id)?)
        .listed("村", villages, &query.villages)
        .coded("类别", &codes::MEASURE_CLASS, &query.classes)
        .chosen("责任人", &names(store, &query.persons)?)
        .coded("五个一批", &codes::MEASURE_GROUP, &query.groups)
        .named("期限", &MEASURE_DUES, &query.dues)
        .named("三不明确", &UNCLEAR, &query.unclear)
        .searched(&query.q)
        .said())
}

/// Of problems.
pub(crate) fn of_problems(
    store: &Store,
    query: &ProblemQuery,
    villages: &[Facet],
) -> Result<String, ApiError> {
    let words = match query.household_id {
        Some(_) => Words(vec!["全部".to_owned()]),
        None => Words::of_view(&PROBLEM_VIEWS, &query.view),
    };
    Ok(words
        .chosen("农户", &household(store, query.household_id)?)
        .listed("村", villages, &query.villages)
        .coded("来源", &codes::PROBLEM_SOURCE, &query.sources)
        .coded("类别", &codes::PROBLEM_KIND, &query.kinds)
        .coded("状态", &codes::PROBLEM_STATE, &query.states)
        .chosen("责任人", &names(store, &query.persons)?)
        .searched(&query.q)
        .said())
}

/// Of requests.
pub(crate) fn of_requests(
    store: &Store,
    query: &RequestQuery,
    villages: &[Facet],
) -> Result<String, ApiError> {
    let words = match query.household_id {
        Some(_) => Words(vec!["全部".to_owned()]),
        None => Words::of_view(&REQUEST_VIEWS, &query.view),
    };
    Ok(words
        .chosen("农户", &household(store, query.household_id)?)
        .listed("村", villages, &query.villages)
        .chosen("办理人", &names(store, &query.persons)?)
        .searched(&query.q)
        .said())
}

/// Of wishes.
pub(crate) fn of_wishes(
    store: &Store,
    query: &WishQuery,
    villages: &[Facet],
) -> Result<String, ApiError> {
    let words = match query.household_id {
        Some(_) => Words(vec!["全部".to_owned()]),
        None => Words::of_view(&WISH_VIEWS, &query.view),
    };
    Ok(words
        .chosen("农户", &household(store, query.household_id)?)
        .listed("村", villages, &query.villages)
        .searched(&query.q)
        .said())
}

/// Of what was given out.
pub(crate) fn of_distributions(query: &DistributionQuery, villages: &[Facet]) -> String {
    Words(vec!["全部".to_owned()])
        .listed("村", villages, &query.villages)
        .searched(&query.q)
        .said()
}

/// Names of people whose ids are values of a filter.
fn names(store: &Store, ids: &[String]) -> Result<Vec<String>, ApiError> {
    let mut names = Vec::with_capacity(ids.len());
    for id in ids {
        names.push(match id.parse::<Id>() {
            Ok(id) => person_name(store.connection(), id)?,
            Err(_) => id.clone(),
        });
    }
    Ok(names)
}

fn household(store: &Store, id: Option<Id>) -> Result<Vec<String>, ApiError> {
    match id {
        Some(id) => Ok(vec![store.title("household", id)?]),
        None => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use store::query::{
        household_list, measure_list, problem_ledger, request_list, visit_list, wish_list,
    };

    use super::*;

    /// A view that the lists have and that has no word here would print as 全部.
    #[test]
    fn every_view_and_mark_of_the_lists_has_its_words() {
        let codes = |pairs: &[(&'static str, &str)]| -> Vec<&'static str> {
            pairs.iter().map(|(code, _)| *code).collect()
        };
        assert_eq!(codes(&VISIT_VIEWS), visit_list::VIEWS);
        assert_eq!(codes(&VISIT_MARKS), visit_list::MARKS);
        assert_eq!(codes(&HOUSEHOLD_VIEWS), household_list::VIEWS);
        assert_eq!(codes(&HOUSEHOLD_MARKS), household_list::MARKS);
        assert_eq!(codes(&SECTORS), household_list::SECTORS);
        assert_eq!(codes(&MEASURE_VIEWS), measure_list::VIEWS);
        assert_eq!(codes(&MEASURE_DUES), measure_list::DUES);
        assert_eq!(codes(&UNCLEAR), domain::records::CLARITIES);
        assert_eq!(codes(&PROBLEM_VIEWS), problem_ledger::VIEWS);
        assert_eq!(codes(&REQUEST_VIEWS), request_list::VIEWS);
        assert_eq!(codes(&WISH_VIEWS), wish_list::VIEWS);
    }
}
