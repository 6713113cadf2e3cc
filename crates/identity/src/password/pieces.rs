//! Passwords that are put together from what everybody uses: words, runs of digits and keys, dates, telephone numbers.

/// Words and fragments that lists of stolen passwords begin with, Chinese habits included (pinyin, 520 = 我爱你,
/// 1314 = 一生一世). Lower case, `0` for `o` and `@` for `a` already undone.
const WORDS: &[&str] = &[
    "password",
    "passwort",
    "pass",
    "word",
    "passwd",
    "admin",
    "administrator",
    "root",
    "user",
    "guest",
    "test",
    "demo",
    "login",
    "welcome",
    "hello",
    "letmein",
    "iloveyou",
    "love",
    "lovely",
    "you",
    "monkey",
    "dragon",
    "master",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "batman",
    "shadow",
    "secret",
    "qwerty",
    "azerty",
    "asdf",
    "zxcv",
    "qazwsx",
    "abc",
    "qwe",
    "asd",
    "zxc",
    "qaz",
    "wsx",
    "edc",
    "rfv",
    "changeme",
    "default",
    "company",
    "holdfast",
    "churn",
    "china",
    "beijing",
    "shanghai",
    "shenzhen",
    "guangzhou",
    "zhongguo",
    "woaini",
    "woai",
    "aini",
    "wo",
    "ai",
    "ni",
    "mima",
    "woshishui",
    "woshi",
    "baobei",
    "baobao",
    "laopo",
    "laogong",
    "qinqin",
    "xiaoxiao",
    "tiantian",
    "nihao",
    "qingfeng",
    "zhang",
    "wang",
    "li",
    "zhao",
    "liu",
    "chen",
    "yang",
    "huang",
    "zhou",
    "wu",
    "xu",
    "sun",
    "ma",
    "zhu",
    "hu",
    "guo",
    "he",
    "lin",
    "gao",
    "luo",
    "taobao",
    "weixin",
    "wechat",
    "alipay",
    "baidu",
    "tencent",
    "huawei",
    "windows",
    "linux",
    "mysql",
    "oracle",
    "server",
    "office",
    "summer",
    "winter",
    "spring",
    "autumn",
    "monday",
    "friday",
    "january",
    "june",
    "july",
    "520",
    "521",
    "1314",
    "5201314",
    "7758521",
    "7758258",
    "147258",
    "258369",
    "147258369",
    "159357",
    "789456",
    "456123",
    "789456123",
    "741852963",
    "963852741",
];
/// Rows and columns of the keyboard, runs of the alphabet and of digits: any stretch of three or more, either way.
const RUNS: &[&str] = &[
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1b2c3d4e5f6g7h8",
    "a1s2d3f4g5",
    "!@#$%^&*()",
    "qazwsxedcrfvtgb",
];
/// Fewer different characters than this are no password, whatever their order.
const FEWEST_DIFFERENT: usize = 5;
/// Single digits and signs that may stand between pieces: `admin#1`.
const MOST_GLUE: usize = 4;

/// Whether all of a password, in lower case, is made of such pieces and a few digits and signs between them.
pub fn is_made_of_common_pieces(lower: &str, login: &str) -> bool {
    let plain: Vec<char> = lower.chars().collect();
    let mut different = plain.clone();
    different.sort_unstable();
    different.dedup();
    if different.len() < FEWEST_DIFFERENT || is_number_of_a_person(lower) {
        return true;
    }
    let undone: Vec<char> = plain.iter().map(|c| undo(*c)).collect();
    // glue[i]: the first i characters are made of pieces and at least so many single characters between them.
    let mut glue = vec![usize::MAX; plain.len() + 1];
    glue[0] = 0;
    for from in 0..plain.len() {
        if glue[from] > MOST_GLUE {
            continue;
        }
        if !plain[from].is_alphabetic() {
            glue[from + 1] = glue[from + 1].min(glue[from] + 1);
        }
        for to in from + 2..=plain.len() {
            if is_piece(&plain[from..to], login) || is_piece(&undone[from..to], login) {
                glue[to] = glue[to].min(glue[from]);
            }
        }
    }
    glue[plain.len()] <= MOST_GLUE
}

/// `P@ssw0rd` is `password`.
fn undo(c: char) -> char {
    match c {
        '@' => 'a',
        '0' => 'o',
        '$' => 's',
        '!' => 'i',
        '3' => 'e',
        other => other,
    }
}

fn is_piece(piece: &[char], login: &str) -> bool {
    let text: String = piece.iter().collect();
    WORDS.contains(&text.as_str())
        || text == "aa"
        || text == login
        || is_run(&text)
        || is_repetition(piece)
        || is_date(&text)
}

fn is_run(text: &str) -> bool {
    let backwards: String = text.chars().rev().collect();
    text.chars().count() >= 3
        && RUNS
            .iter()
            .any(|run| run.contains(text) || run.contains(backwards.as_str()))
}

/// One to four characters, again and again.
fn is_repetition(piece: &[char]) -> bool {
    (1..=4).any(|unit| piece.len() >= 3 * unit && piece.iter().zip(&piece[unit..]).all(|(a, b)| a == b))
}

/// Six or eight digits that are a day, or four that are a year of people alive.
fn is_date(text: &str) -> bool {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<u32>().unwrap_or(0);
    let is_day = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_year = |year: u32| (1930..=2039).contains(&year);
    match text.len() {
        4 => is_year(number(0, 4)) || is_day(number(0, 2), number(2, 4)),
        6 => is_day(number(2, 4), number(4, 6)),
        8 => is_year(number(0, 4)) && is_day(number(4, 6), number(6, 8)),
        _ => false,
    }
}

/// A mobile telephone number or an identity card's number: known to others.
fn is_number_of_a_person(lower: &str) -> bool {
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    let mobile = digits == 11 && lower.starts_with('1') && lower[1..].starts_with(['3', '4', '5', '6', '7', '8', '9']);
    let identity_card = lower.len() == 18 && digits >= 17 && lower[..17].bytes().all(|byte| byte.is_ascii_digit());
    (mobile && lower.len() == 11) || (identity_card && lower.ends_with(|c: char| c.is_ascii_digit() || c == 'x'))
}
