//! Lists of the member: `domain-reference.md` §2.3 and §2.4.

use super::code_list;

code_list! {
    /// 与户主关系 (AAB006); the labels added in 2021 have no codes that were seen.
    RELATION in "relation" {
        "01" "户主" "head" ["本人", "本人或户主"],
        "02" "配偶" "spouse" ["妻子", "丈夫"],
        "03" "之子" "son" ["子", "儿子"],
        "04" "之女" "daughter" ["女", "女儿"],
        "05" "之儿媳" "daughter-in-law" ["儿媳"],
        "06" "之女婿" "son-in-law" ["女婿"],
        "07" "之孙子" "grandson (son's)" ["孙子"],
        "08" "之孙女" "granddaughter (son's)" ["孙女"],
        "09" "之外孙子" "grandson (daughter's)" ["外孙子", "外孙"],
        "10" "之外孙女" "granddaughter (daughter's)" ["外孙女"],
        "11" "之父" "father" ["父", "父亲"],
        "12" "之母" "mother" ["母", "母亲"],
        "13" "之岳父" "wife's father" ["岳父"],
        "14" "之岳母" "wife's mother" ["岳母"],
        "15" "之公公" "husband's father" ["公公"],
        "16" "之婆婆" "husband's mother" ["婆婆"],
        "17" "之祖父" "father's father" ["祖父"],
        "18" "之祖母" "father's mother" ["祖母"],
        "19" "之外祖父" "mother's father" ["外祖父"],
        "20" "之外祖母" "mother's mother" ["外祖母"],
        "之兄弟姐妹" "之兄弟姐妹" "sibling" ["兄弟姐妹"],
        "之曾孙子" "之曾孙子" "great-grandson" ["曾孙子"],
        "之曾孙女" "之曾孙女" "great-granddaughter" ["曾孙女"],
        "之侄儿" "之侄儿" "nephew" ["侄儿"],
        "之侄女" "之侄女" "niece" ["侄女"],
        "之兄弟媳妇" "之兄弟媳妇" "brother's wife" ["兄弟媳妇"],
        "之叔伯" "之叔伯" "uncle" ["叔伯"],
        "99" "其他" "other" ["其它"],
    }
}

code_list! {
    /// 性别 (GB/T 2261.1).
    GENDER in "gender" {
        "1" "男" "male" ["男性"],
        "2" "女" "female" ["女性"],
        "0" "未知" "unknown",
        "9" "未说明" "not stated",
    }
}

code_list! {
    /// 民族: GB/T 3304 here; other systems number them differently, so files exchange labels.
    ETHNICITY in "ethnicity" {
        "01" "汉" "Han" ["汉族"],
        "02" "蒙古" "Mongol" ["蒙古族"],
        "03" "回" "Hui" ["回族"],
        "04" "藏" "Tibetan" ["藏族"],
        "05" "维吾尔" "Uyghur" ["维吾尔族"],
        "06" "苗" "Miao" ["苗族"],
        "07" "彝" "Yi" ["彝族"],
        "08" "壮" "Zhuang" ["壮族"],
        "09" "布依" "Bouyei" ["布依族"],
        "10" "朝鲜" "Korean" ["朝鲜族"],
        "11" "满" "Manchu" ["满族"],
        "12" "侗" "Dong" ["侗族"],
        "13" "瑶" "Yao" ["瑶族"],
        "14" "白" "Bai" ["白族"],
        "15" "土家" "Tujia" ["土家族"],
        "16" "哈尼" "Hani" ["哈尼族"],
        "17" "哈萨克" "Kazakh" ["哈萨克族"],
        "18" "傣" "Dai" ["傣族"],
        "19" "黎" "Li" ["黎族"],
        "20" "傈僳" "Lisu" ["傈僳族"],
        "21" "佤" "Va" ["佤族"],
        "22" "畲" "She" ["畲族"],
        "23" "高山" "Gaoshan" ["高山族"],
        "24" "拉祜" "Lahu" ["拉祜族"],
        "25" "水" "Sui" ["水族"],
        "26" "东乡" "Dongxiang" ["东乡族"],
        "27" "纳西" "Naxi" ["纳西族"],
        "28" "景颇" "Jingpo" ["景颇族"],
        "29" "柯尔克孜" "Kirgiz" ["柯尔克孜族"],
        "30" "土" "Tu" ["土族"],
        "31" "达斡尔" "Daur" ["达斡尔族"],
        "32" "仫佬" "Mulao" ["仫佬族"],
        "33" "羌" "Qiang" ["羌族"],
        "34" "布朗" "Blang" ["布朗族"],
        "35" "撒拉" "Salar" ["撒拉族"],
        "36" "毛南" "Maonan" ["毛南族"],
        "37" "仡佬" "Gelao" ["仡佬族"],
        "38" "锡伯" "Xibe" ["锡伯族"],
        "39" "阿昌" "Achang" ["阿昌族"],
        "40" "普米" "Pumi" ["普米族"],
        "41" "塔吉克" "Tajik" ["塔吉克族"],
        "42" "怒" "Nu" ["怒族"],
        "43" "乌孜别克" "Uzbek" ["乌孜别克族"],
        "44" "俄罗斯" "Russian" ["俄罗斯族"],
        "45" "鄂温克" "Ewenki" ["鄂温克族"],
        "46" "德昂" "De'ang" ["德昂族"],
        "47" "保安" "Bonan" ["保安族"],
        "48" "裕固" "Yugur" ["裕固族"],
        "49" "京" "Gin" ["京族"],
        "50" "塔塔尔" "Tatar" ["塔塔尔族"],
        "51" "独龙" "Derung" ["独龙族"],
        "52" "鄂伦春" "Oroqen" ["鄂伦春族"],
        "53" "赫哲" "Hezhen" ["赫哲族"],
        "54" "门巴" "Monba" ["门巴族"],
        "55" "珞巴" "Lhoba" ["珞巴族"],
        "56" "基诺" "Jino" ["基诺族"],
        "97" "其他" "other" ["其它"],
        "98" "外国血统" "foreign descent" ["外国血统中国籍人士"],
    }
}

code_list! {
    /// 证件类型 (AAB018).
    ID_KIND in "id_kind" {
        "01" "居民身份证" "identity card" ["身份证"],
        "02" "中国人民解放军军官证" "officer's card" ["军官证"],
        "09" "残疾人证" "disability certificate" ["残疾证"],
    }
}

code_list! {
    /// 政治面貌 (AAK033).
    POLITICS in "politics" {
        "01" "中共党员" "party member" ["党员"],
        "02" "中共预备党员" "probationary party member" ["预备党员"],
        "03" "共青团员" "youth league" ["团员"],
        "04" "民革党员" "RCCK" ["民革会员"],
        "05" "民盟盟员" "CDL",
        "06" "民建会员" "CNDCA",
        "07" "民进会员" "CAPD",
        "08" "农工党党员" "CPWDP",
        "09" "致公党党员" "CZGP",
        "10" "九三学社社员" "Jiusan",
        "11" "台盟盟员" "TDSGL",
        "12" "无党派人士" "no party, prominent" ["无党派民主人士"],
        "13" "群众" "no party",
    }
}

code_list! {
    /// 文化程度 (AAB008); the last two are labels of 2021.
    EDUCATION in "education" {
        "01" "文盲或半文盲" "illiterate or nearly" ["文盲或者半文盲", "文盲半文盲", "文盲"],
        "02" "小学" "primary",
        "03" "初中" "junior middle",
        "04" "高中" "senior middle" ["中专", "高中(中专)"],
        "05" "大专及以上" "college or above",
        "06" "学龄前儿童" "below school age",
        "大专" "大专" "college",
        "本科及以上" "本科及以上" "university" ["本科", "大学本科", "大学"],
    }
}

code_list! {
    /// 在校生状况 (AAB009); labels without digits are those of 2021.
    SCHOOLING in "schooling" {
        "01" "非在校生" "not at school",
        "02" "学前教育" "kindergarten" ["幼儿园"],
        "03" "小学" "primary",
        "04" "七年级" "grade 7",
        "05" "八年级" "grade 8",
        "06" "九年级" "grade 9",
        "07" "普通高中一年级" "senior middle year 1" ["高中一年级"],
        "08" "普通高中二年级" "senior middle year 2" ["高中二年级"],
        "09" "普通高中三年级" "senior middle year 3" ["高中三年级"],
        "10" "中职一年级" "vocational middle year 1",
        "11" "中职二年级" "vocational middle year 2",
        "12" "中职三年级" "vocational middle year 3",
        "13" "高职高专一年级" "vocational college year 1" ["高职一年级"],
        "14" "高职高专二年级" "vocational college year 2" ["高职二年级"],
        "15" "高职高专三年级" "vocational college year 3" ["高职三年级"],
        "16" "大专及以上" "college or above",
        "学龄前儿童" "学龄前儿童" "below school age",
        "技师学院一年级" "技师学院一年级" "technician college year 1",
        "技师学院二年级" "技师学院二年级" "technician college year 2",
        "技师学院三年级" "技师学院三年级" "technician college year 3",
        "技师学院四年级" "技师学院四年级" "technician college year 4",
        "本科一年级" "本科一年级" "university year 1",
        "本科二年级" "本科二年级" "university year 2",
        "本科三年级" "本科三年级" "university year 3",
        "本科四年级" "本科四年级" "university year 4",
        "本科五年级" "本科五年级" "university year 5",
        "硕士研究生及以上" "硕士研究生及以上" "master or above" ["研究生及以上", "硕士及以上"],
    }
}

code_list! {
    /// 健康状况 (AAB017), several may hold at once.
    HEALTH in "health" {
        "01" "健康" "healthy",
        "02" "长期慢性病" "chronic illness" ["慢性病", "患有长期慢性病"],
        "03" "患有大病" "serious illness" ["大病"],
        "04" "残疾" "disabled" ["残疾人"],
    }
}

code_list! {
    /// The 19th character of a disability certificate.
    DISABILITY_KIND in "disability_kind" {
        "1" "视力残疾" "sight" ["视力"],
        "2" "听力残疾" "hearing" ["听力"],
        "3" "言语残疾" "speech" ["言语"],
        "4" "肢体残疾" "limbs" ["肢体"],
        "5" "智力残疾" "mind" ["智力"],
        "6" "精神残疾" "mental" ["精神"],
        "7" "多重残疾" "several" ["多重"],
    }
}

code_list! {
    /// The 20th; 1 is the heaviest.
    DISABILITY_GRADE in "disability_grade" {
        "1" "一级" "grade 1" ["1级"],
        "2" "二级" "grade 2" ["2级"],
        "3" "三级" "grade 3" ["3级"],
        "4" "四级" "grade 4" ["4级"],
    }
}

code_list! {
    /// 劳动技能 (AAB010); the last is a label of 2021.
    LABOUR in "labour" {
        "01" "普通劳动力" "ordinary labour" ["普通劳动者"],
        "02" "技能劳动力" "skilled labour" ["技能劳动者"],
        "03" "丧失劳动力" "lost the ability" ["丧失劳动能力"],
        "04" "无劳动力" "no labour" ["无劳动能力"],
        "弱劳动力或半劳动力" "弱劳动力或半劳动力" "weak or half labour" ["弱劳动力", "半劳动力"],
    }
}

code_list! {
    /// 务工状况. No national list was found: labels are their own codes.
    WORK_WHERE in "work_where" {
        "在家务农" "在家务农" "farming at home" ["务农"],
        "乡内务工" "乡内务工" "in the township" ["乡(镇)内务工", "乡(镇)内", "乡镇内务工"],
        "县内务工" "县内务工" "in the county" ["乡(镇)外县内务工", "乡(镇)外县内", "乡外县内务工"],
        "县外省内务工" "县外省内务工" "in the province" ["县外省内", "省内县外务工"],
        "省外务工" "省外务工" "outside the province" ["省外"],
        "其他(国外)" "其他(国外)" "abroad or other" ["国外务工", "国外"],
    }
}
