//! Words of this command line in Chinese.

use terminal::Program;

/// What this program says.
pub(crate) const PROGRAM: Program = Program {
    help: HELP,
    explain,
};

/// A failure's code in Chinese.
fn explain(code: &str) -> Option<&'static str> {
    Some(match code {
        "usage" => "用法不对",
        "failed" => "操作失败",
        "wrong_passphrase" => "口令不对",
        "too_many_attempts" => "口令错得太多，要等一会儿。数据没有动",
        "file_damaged" => "文件损坏",
        "file_newer" => "文件由更新版本的程序写成",
        "file_in_use" => "另一个程序正开着这份数据",
        "folder_read_only" => "文件夹不能写",
        "file_not_written" => "文件写不进去",
        "disk_full" => "磁盘满了。已存的内容没有动",
        "no_profile" => "这个文件夹里还没有登记",
        "profile_exists" => "这个文件夹里已经有一份数据",
        "violations" => "不合规则，没有改动",
        "row_absent" | "not_found" => "没有这条记录",
        "ambiguous" => "不止一户叫这个名字",
        "not_permitted" => "没有权限",
        "not_ready" => "数据还没取完，先同步",
        "malformed" => "请求不对",
        "too_large" => "内容太大",
        "nothing_to_undo" => "没有可撤销的",
        "built_upon" => "这一户后来又记了别的，不能撤销",
        "has_members" => "户里还有人，没有删。先合到别的户、把人移到别的户，或逐个记变动",
        "photo_unreadable" => "文件读不出来",
        "photo_empty" => "这个文件是空的",
        "photo_not_a_picture" => "这不是照片，能收 JPEG、PNG、WebP、BMP、GIF",
        "photo_heic" => "HEIC、AVIF 照片打不开，先转成 JPEG",
        "photo_drawing" => "这是矢量图，不是照片",
        "photo_broken" => "照片打不开，文件坏了或不完整",
        "photo_too_large" => "文件超过 40 MB",
        "photo_too_many_pixels" => "像素太多，最多 2 亿，边长最多 2 万",
        "cut" => "连不上县服务器。没有丢东西，过一会儿再试",
        "retry_later" => "县服务器正忙。没有丢东西，过一会儿再试",
        "restored" => "县服务器恢复过备份，等它跟上再试",
        "no_progress" => "同步没有进展，过一会儿再试",
        "stopped" => "同步停下了",
        "device_revoked" => "这台电脑已被停用",
        "upgrade_needed" => "程序太旧，先升级",
        "bad_signature" => "回答不是县服务器签的",
        "malformed_answer" => "县服务器的回答看不懂",
        "code_unknown" => "没有这个登记码",
        "code_used" => "登记码已经用过",
        "code_expired" => "登记码过了期",
        "account_disabled" => "账号已停用",
        "area_unknown" => "这台电脑没有这个区划的数据",
        "passphrase_too_short" => "口令至少 8 位",
        "passphrases_differ" => "两次输入不一样",
        _ => return None,
    })
}

/// Help in Chinese: the path of a command, or of one of its arguments after a dot.
const HELP: &[(&str, &str)] = &[
    ("", "驻村：不开窗口的电脑端"),
    (".profile", "数据文件夹，默认在用户目录下"),
    (".passphrase_file", "从文件读口令，- 为标准输入"),
    (".json", "在标准输出只打印一个 JSON"),
    (".lang", "消息的语言：zh 或 en，默认随系统"),
    ("enrol", "用一次性登记码登记这台电脑并取数据，断了会接着来"),
    ("enrol.server", "县服务器地址"),
    ("enrol.code", "一次性登记码"),
    ("enrol.pin", "县服务器证书的指纹"),
    ("enrol.timeout", "每次等回答的秒数"),
    ("import", "导入名册，再导入是更新"),
    ("import.file", "名册文件：.xlsx .xls .csv"),
    ("import.sheet", "只读这张表"),
    ("import.layout", "指定版式，不自动识别"),
    ("import.dry_run", "只看差别，不导入"),
    ("import.with_removed", "连已删除的人和户一起恢复"),
    ("import.sure", "只取没有疑点的户，和窗口里的全选一样"),
    ("import.doubts", "把疑点数据写成这个 .xlsx"),
    ("import list", "本机导入过的名册，新的在前"),
    ("import list.limit", "最多几条"),
    ("import list.after", "从这条之后：上一次列表的 next"),
    (
        "import undo",
        "整个撤销一次导入；之后又改过的留着，并列出来",
    ),
    ("import undo.id", "这次导入的编号"),
    ("export", "导出县里常用表头的表格"),
    (
        "export.what",
        "households、visits、stays、measures、problems、requests、wishes 或 distributions",
    ),
    ("export.out", "写到这个 .xlsx"),
    ("export.from", "从这天"),
    ("export.to", "到这天"),
    ("export.area", "只要这个区划"),
    ("export.reveal", "敏感栏写全，并记录在案"),
    ("visit", "走访"),
    ("visit add", "记走访"),
    ("visit add.household", "农户：编号、户编号或户主姓名"),
    ("visit add.on", "哪天，默认今天"),
    ("visit add.note", "看到什么、说了什么"),
    ("visit add.purpose", "做了什么，可多次"),
    ("visit add.request", "户里的诉求，跟到户里确认办好"),
    ("visit add.photo", "照片文件，可多次"),
    ("stay", "驻村"),
    ("stay add", "记一天一夜，再记是改"),
    ("stay add.on", "哪天，默认今天"),
    (
        "stay add.day",
        "白天：village、trip、meeting、leave 或 holiday",
    ),
    ("stay add.night", "夜里：stayed 或 duty"),
    ("stay add.place", "在哪里的区划代码，默认本村"),
    ("stay add.note", "备注"),
    ("measure", "帮扶措施"),
    ("measure add", "记一项措施"),
    ("measure add.household", "农户：编号、户编号或户主姓名"),
    ("measure add.village", "村的区划代码"),
    ("measure add.class", "类别的代码或名称"),
    ("measure add.content", "做什么"),
    ("measure add.goal", "达到什么目标"),
    ("measure add.amount", "计划资金，元"),
    ("measure add.quantity", "数量"),
    ("measure add.unit", "数量的单位"),
    ("measure add.start", "从哪天"),
    ("measure add.due", "到哪天"),
    ("measure close", "办结一项措施"),
    ("measure close.id", "记录"),
    ("measure close.result", "结果"),
    ("problem", "问题"),
    ("problem add", "记一个问题"),
    ("problem add.household", "农户：编号、户编号或户主姓名"),
    ("problem add.village", "村的区划代码"),
    ("problem add.content", "什么问题"),
    ("problem add.due", "到哪天"),
    ("problem add.remedy", "怎么整改"),
    ("problem close", "提交整改，等人回头看"),
    ("problem close.id", "记录"),
    ("problem close.result", "结果"),
    ("set", "改任何一条记录，规则与界面相同"),
    ("set.id", "记录"),
    (
        "set.values",
        "栏=值；多项用逗号，金额写 amount=12.50（元），空为清除",
    ),
    ("set.reason", "理由"),
    ("remove", "删除一条记录，可以找回"),
    ("remove.id", "记录"),
    ("remove.reason", "理由"),
    ("list", "列出记录"),
    (
        "list.kind",
        "记录的复数如 visits，或 conflicts、returned、inbox",
    ),
    ("list.area", "只要这个区划"),
    ("list.household", "只要这户"),
    ("list.person", "只要这个人"),
    ("list.from", "从这天"),
    ("list.to", "到这天"),
    ("list.limit", "最多几条"),
    ("list.after", "接着上一页的 next"),
    ("list.reveal", "敏感栏显示全部，并记录在案"),
    ("search", "按姓名、拼音、首字母、证件尾号、电话、组找农户"),
    ("search.text", "要找的"),
    ("search.limit", "最多几条"),
    ("show", "看一条记录"),
    ("show.id", "记录"),
    ("show.history", "谁在什么时候改了什么"),
    ("show.reveal", "敏感栏显示全部，并记录在案"),
    ("sync", "交上去、收下来，断了会接着来"),
    ("sync.timeout", "每次等回答的秒数"),
    ("status", "还有什么没交、县里收了什么、什么要人管"),
    ("verify", "核对文件、日志和照片，不修改"),
    ("verify.area", "只核对这个区划"),
    ("backup", "把整份数据写成一个文件，仍是加密的"),
    ("backup.out", "写到这个文件"),
    ("restore", "从这样的文件恢复一份数据"),
    ("restore.from", "从这个文件"),
    ("completions", "打印命令补全"),
    ("completions.shell", "哪种 shell"),
];

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use terminal::check_help;

    use super::*;
    use crate::commands::Cli;

    #[test]
    fn every_command_and_argument_has_its_help_in_chinese_and_every_command_an_example() {
        assert_eq!(check_help::<Cli>(&PROGRAM), Vec::<String>::new());
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
