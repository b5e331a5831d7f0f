//! Lists of what happens to a family, and of what strikes one about its data.

use super::code_list;

code_list! {
    /// 人口增加和减少, 户的识别、脱贫、监测, 分户、合户、调组.
    STATUS_EVENT in "status_event" {
        "born" "出生" "born",
        "married_in" "婚入" "married in" ["嫁入", "娶入", "入赘"],
        "moved_in" "迁入" "moved in" ["户口迁入"],
        "adopted" "收养" "adopted",
        "came_back" "回户" "came back" ["退伍回户"],
        "other_in" "其他增加" "other gain",
        "died" "死亡" "died" ["去世"],
        "married_out" "婚出" "married out" ["出嫁"],
        "moved_out" "迁出" "moved out" ["户口迁出"],
        "enlisted" "服兵役" "enlisted" ["参军"],
        "lost_touch" "失联" "lost touch",
        "other_out" "其他减少" "other loss",
        "identified" "识别" "identified as poor" ["新识别"],
        "out_of_poverty" "脱贫" "lifted out of poverty",
        "fell_back" "返贫" "fell back",
        "watched" "纳入监测" "watched",
        "risk_gone" "风险消除" "risk gone",
        "risk_back" "风险消除回退" "risk back",
        "head_changed" "改户主" "new head",
        "regrouped" "调组" "other group" ["村内迁移"],
        "split" "分户" "split",
        "merged" "合户" "merged",
    }
}

code_list! {
    /// What strikes one about the data of a family. The rules are those that counties run over their files, and never
    /// stop anybody; `remark` has them in the same order with the numbers that they go by.
    REMARK in "remark" {
        "no_head" "没有户主" "no head",
        "several_heads" "户主不止一个" "more than one head",
        "several_spouses" "配偶不止一个" "more than one spouse",
        "phone_digits" "户联系电话不是 11 位" "phone without 11 digits",
        "head_spouse_sex" "户主和配偶性别相同" "head and spouse of one sex",
        "cause_missing" "没填主要致贫原因" "no main cause",
        "cadre_relative" "干部亲属，要重点核对" "relative of a cadre, to be looked into",
        "split_household" "分户，要核对" "split household, to be looked into",
        "removed_household" "户已删除，户里还有人" "deleted household in which people live",
        "disaster_item" "因自然灾害，没选是哪种灾" "disaster without its kind",
        "illness_nobody" "风险因病，家里没有患病的人" "risk of illness, nobody is ill",
        "labour_not_lacking" "风险缺劳动力，能劳动的人超过四分之一" "risk of lacking labour, more than a quarter can work",
        "work_missing" "风险因务工不稳，没有劳动力或务工记录" "risk of unsteady work, no labour or no work",
        "help_missing" "帮扶消除，没有已经实施的措施" "risk gone by help, no measure carried out",
        "help_late" "纳入监测一个月，没有措施" "watched for a month, no measure",
        "gone_at_once" "纳入监测当月或次月就消除" "risk gone within a month",
        "gone_schooling" "因学消除，没有教育或社会帮扶" "risk of schooling gone without its help",
        "gone_illness" "因病消除，没有健康、社会或综合保障帮扶" "risk of illness gone without its help",
        "housing_help" "因安全住房，没有住房保障或搬迁" "unsafe house without its help",
        "water_help" "因安全饮水，没有饮水保障" "unsafe water without its help",
        "id_wrong" "身份证号不对" "identity number not right",
        "id_length" "证件号码位数不对" "identity number of a wrong length",
        "certificate_wrong" "证件号码第 18 位以后不合编号规则" "identity number: what follows the 18th character is against the rule",
        "id_double" "另有人登记了同一个身份证号" "somebody else has the same identity number",
        "look_alike" "本村另有同名、同生日的人" "somebody else in the village has this name and birthday",
        "id_differs" "性别或生日和身份证号不符" "sex or birth date differ from the number",
        "age_range" "年龄不在 0–120 岁" "age not within 0–120",
        "relation_unknown" "与户主关系没填或不在表里" "relation missing or unknown",
        "sex_relation" "性别和与户主关系不符" "sex does not fit the relation",
        "learning_both" "文化程度和在校状况都填了" "both education and school year",
        "learning_none" "文化程度和在校状况都没填" "neither education nor school year",
        "code_unknown" "填的词不在表里" "a word that is not in the list",
        "health_missing" "没填健康状况" "no health",
        "ethnicity_missing" "没填民族" "no people",
        "work_time" "有务工地点，没有务工时间" "place of work without months",
        "work_place" "有务工时间，没有务工地点" "months of work without a place",
        "serious_illness" "脱贫户成员没参加或没填大病保险" "lifted out, serious illness insurance no or not recorded",
        "pension_missing" "没填居民养老保险" "no pension insurance recorded",
        "medical_both" "居民医保和职工医保都参加了" "both medical insurances",
        "medical_none" "居民医保和职工医保都没参加或没填" "neither medical insurance",
        "flag_missing" "同户别人填了的是否项没填" "a yes or no that others of the family have",
        "pupil_age" "小学生年龄不在 6–14 岁" "primary pupil not within 6–14",
        "dropout_healthy" "没上学的原因和健康状况对不上" "reason for not being at school and health do not agree",
        "wage_small" "工资性收入不到 100 元" "wages under 100 yuan",
        "own_cost_missing" "风险因病，合规自付支出是 0" "risk of illness, own medical cost is 0",
        "per_head_differs" "人均纯收入和各项算出来的不一样" "income per head differs from its items",
    }
}
