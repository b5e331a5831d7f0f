//! Lists of the team's own work, in the words of the glossary.

use super::code_list;

code_list! {
    /// What a person is in a team.
    DUTY in "duty" {
        "first_secretary" "第一书记" "first secretary",
        "leader" "队长" "team leader" ["工作队长", "驻村工作队队长"],
        "member" "队员" "team member" ["工作队员", "驻村工作队队员"],
    }
}

code_list! {
    /// What an account may do.
    ROLE in "role" {
        "member" "工作队员" "team member",
        "first_secretary" "第一书记" "first secretary",
        "team_leader" "工作队长" "team leader",
        "helper" "帮扶责任人" "helper",
        "village_secretary" "村支书" "village secretary",
        "township_reviewer" "乡镇分管领导" "township reviewer",
        "dossier_keeper" "档案管理员" "dossier keeper",
        "policy_guide" "政策指导员" "policy guide",
        "department" "行业部门" "department",
        "inspector" "督查组" "inspector",
        "county_office" "指挥部办公室" "county office",
        "county_administrator" "县管理员" "county administrator",
        "auditor" "审计" "auditor",
    }
}

code_list! {
    /// The seven layers of responsibility.
    LAYER in "layer" {
        "1" "县级领导包乡包村" "county leader",
        "2" "后盾单位一把手" "head of the backing unit",
        "3" "乡镇领导包村" "township leader",
        "4" "村两委包组" "village committee",
        "5" "行业单位分片" "department",
        "6" "驻村工作队" "resident team",
        "7" "帮扶联系人" "helper" ["驻村帮扶联系人", "帮扶责任人"],
    }
}

code_list! {
    /// How the household was reached.
    VISIT_MODE in "visit_mode" {
        "home" "上门" "at home" ["入户"],
        "phone" "电话" "by phone" ["微信"],
    }
}

code_list! {
    /// When on a day, as people say it: no hour is asked for.
    DAY_PART in "day_part" {
        "morning" "上午" "morning",
        "afternoon" "下午" "afternoon",
    }
}

code_list! {
    /// 做了什么.
    VISIT_PURPOSE in "visit_purpose" {
        "routine" "例行走访" "routine call" ["了解情况"],
        "condolence" "慰问" "goodwill call",
        "policy" "政策讲解" "policy explained",
        "follow_up" "措施跟进" "measure followed up" ["随访"],
        "check" "问题核查" "problem checked",
        "errand" "代办服务" "errand" ["解决问题"],
        "technique" "技术服务" "technical help",
    }
}

code_list! {
    /// 讲了政策.
    POLICY in "policy" {
        "medical" "医保报销" "medical cover",
        "serious_illness" "大病保险" "serious illness cover",
        "education" "教育资助" "education grant",
        "loan" "小额信贷" "small loan",
        "industry" "产业奖补" "industry grant",
        "housing" "危房改造" "housing repair",
        "allowance" "低保兜底" "minimum allowance",
        "pension" "养老保险" "pension",
        "water" "饮水安全" "safe water",
        "training" "技能培训" "training",
    }
}

code_list! {
    /// 满意度; not asked is empty.
    SATISFACTION in "satisfaction" {
        "very_satisfied" "很满意" "very satisfied" ["非常满意"],
        "satisfied" "满意" "satisfied" ["基本满意"],
        "neutral" "一般" "neutral" ["还行"],
        "rather_unsatisfied" "不太满意" "rather unhappy",
        "unsatisfied" "不满意" "unhappy",
    }
}

code_list! {
    /// The day of a `stay`; nothing recorded is empty.
    STAY_DAY in "stay_day" {
        "village" "白天在村" "in the village" ["在村"],
        "trip" "公务外出" "on duty elsewhere",
        "meeting" "会议培训" "meeting",
        "leave" "请假" "leave",
        "holiday" "轮休" "holiday" ["节假日", "休"],
    }
}

code_list! {
    /// The night of a `stay`.
    STAY_NIGHT in "stay_night" {
        "stayed" "住村" "stayed",
        "duty" "轮值" "others on duty" ["轮值夜"],
    }
}

code_list! {
    /// 请假 kinds.
    LEAVE_KIND in "leave_kind" {
        "private" "事假" "private" ["事"],
        "sick" "病假" "sick" ["病"],
        "annual" "公休" "annual" ["年休"],
        "family" "婚产丧假" "family" ["婚假", "产假", "丧假"],
    }
}

code_list! {
    /// The fourteen groups of measures.
    MEASURE_CLASS in "measure_class" {
        "industry" "产业" "industry" ["产业帮扶", "产业扶贫", "产业发展", "发展生产"],
        "employment" "就业" "employment" ["就业帮扶", "就业扶贫", "劳动力转移", "转移就业", "劳务输出"],
        "finance" "金融" "finance" ["金融帮扶", "金融扶贫"],
        "public_post" "公益岗位" "public post" ["公益岗位帮扶", "公益性岗位帮扶", "公益性岗位", "生态护林员"],
        "housing" "住房安全" "housing" ["住房安全保障", "危房改造"],
        "water" "饮水安全" "water" ["饮水安全保障"],
        "health" "健康" "health" ["健康帮扶", "健康扶贫", "医疗扶持", "医疗救助"],
        "schooling" "义务教育" "compulsory schooling" ["义务教育保障"],
        "education" "教育" "education" ["教育帮扶", "其他教育帮扶", "教育扶持", "教育扶贫", "发展教育"],
        "social_security" "综合保障" "social security" ["社会保障", "社会保障兜底", "兜底保障"],
        "social_help" "社会帮扶" "social help" ["社会扶贫"],
        "relocation" "搬迁" "relocation" ["易地搬迁", "易地扶贫搬迁"],
        "living" "生产生活条件改善" "better living",
        "infrastructure" "基础设施" "infrastructure" ["基础设施建设"],
    }
}

code_list! {
    /// How far a measure is.
    MEASURE_STATE in "measure_state" {
        "planned" "未启动" "not started" ["计划", "未开始"],
        "running" "进行中" "under way",
        "done" "已完成" "done" ["完成"],
        "dropped" "已取消" "dropped" ["取消"],
    }
}

code_list! {
    /// 共性 or 个性.
    PROBLEM_KIND in "problem_kind" {
        "common" "共性" "common" ["共性问题"],
        "single" "个性" "single" ["个性问题"],
    }
}

code_list! {
    /// Where a problem was found.
    PROBLEM_SOURCE in "problem_source" {
        "visit" "走访发现" "visit" ["走访"],
        "self_check" "自查" "own check" ["自查自纠"],
        "township" "乡镇排查" "township check",
        "county" "县督查" "county inspection" ["督查", "县级督查"],
        "upper" "省交叉检查" "inspection from above" ["上级考核", "上级督查", "省级考核"],
        "third_party" "第三方评估" "third-party survey",
        "letter" "群众反映" "from the people" ["来信来访", "信访"],
        "other" "其他" "other" ["其它"],
    }
}

code_list! {
    /// How far a problem is.
    PROBLEM_STATE in "problem_state" {
        "open" "待整改" "open" ["未整改", "否"],
        "running" "整改中" "under way",
        "done" "待回头看" "done, to be checked" ["已整改", "已完成"],
        "verified" "已销号" "closed" ["是", "销号"],
        "reopened" "回头看未过" "reopened" ["退回重改"],
    }
}

code_list! {
    /// What is done about a problem.
    PROBLEM_STEP in "problem_step" {
        "claim" "认领" "taken on",
        "progress" "进展" "progress",
        "submit" "提交整改" "handed in",
        "return" "退回" "sent back",
        "verify" "销号" "closed",
        "reopen" "重新打开" "opened again",
        "urge" "催办" "urged",
    }
}

code_list! {
    /// How far a request of a household is.
    REQUEST_STATE in "request_state" {
        "open" "没办完" "open" ["办理中"],
        "solved" "办好待确认" "to be confirmed" ["已办"],
        "confirmed" "已确认" "confirmed",
        "declined" "办不了" "cannot be done" ["办不了，已说明"],
    }
}

code_list! {
    /// What a household says when it is asked how its village's team and committee work; nothing = not asked.
    ANSWER in "answer" {
        "yes" "是" "yes",
        "no" "否" "no" ["不是"],
        "unsure" "不清楚" "not sure" ["不知道"],
    }
}

code_list! {
    /// Whose visits tick off the households of a plan.
    TOUR_COUNTS in "tour_counts" {
        "anyone" "谁去都算" "anybody's",
        "first_secretary" "第一书记去才算" "the first secretary's",
        "person" "我去才算" "my own",
    }
}

code_list! {
    /// A change as its author sees it.
    CHANGE_STATE in "change_state" {
        "stored" "本机已存" "stored here",
        "handed_on" "已交副本" "copy handed on",
        "receipted" "县里已收" "with the county",
        "merged" "合并了" "merged",
        "returned" "被退回" "returned",
        "held" "县里待办" "held by the county",
        "quarantined" "县里待办（存疑）" "held in quarantine",
    }
}

code_list! {
    /// Yes or no, as files write it.
    YES_NO in "yes_no" {
        "1" "是" "yes" ["有", "√", "✓", "Y", "y"],
        "0" "否" "no" ["无", "不是", "没有", "×", "N", "n"],
    }
}
