//! Rules about documents: links lead somewhere, and both languages say the same.

use std::collections::BTreeSet;

use super::Finding;
use super::files::TextFile;

const READMES: [&str; 2] = ["README.md", "README.zh-CN.md"];
const GLOSSARY: &str = "docs/GLOSSARY.md";

/// Every relative link of a document names a file or a folder of this project.
pub fn links(files: &[TextFile]) -> Vec<Finding> {
    let mut known = BTreeSet::new();
    for file in files {
        let ends = file.path.match_indices('/').map(|(at, _)| at);
        known.extend(ends.map(|at| &file.path[..at]));
        known.insert(file.path.as_str());
    }
    let mut findings = Vec::new();
    for file in files.iter().filter(|f| f.extension() == "md") {
        for (number, target) in targets(&file.text) {
            let path = resolve(&file.path, target);
            if !path.is_empty() && !known.contains(path.as_str()) {
                findings.push(Finding::new(
                    &file.path,
                    number,
                    format!("the link `{target}` leads nowhere"),
                ));
            }
        }
    }
    findings
}

/// Relative link targets with their lines; what stands in code fences is no link.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        for piece in line.split("](").skip(1) {
            let Some((target, _)) = piece.split_once(')') else {
                continue;
            };
            let target = target.split('#').next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:") {
                found.push((index + 1, target));
            }
        }
    }
    found
}

/// The path from the root that a link in `document` means.
fn resolve(document: &str, target: &str) -> String {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_some() => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// README.md and README.zh-CN.md: each there, each naming the other, with as many chapters and the same commands.
pub fn readme_in_both_languages(files: &[TextFile]) -> Vec<Finding> {
    let texts = READMES.map(|name| files.iter().find(|f| f.path == name).map(|f| f.text.as_str()));
    let mut findings = Vec::new();
    for (index, name) in READMES.into_iter().enumerate() {
        let other = READMES[1 - index];
        match texts[index] {
            None => findings.push(Finding::new(name, 0, "is missing")),
            Some(text) if !text.contains(&format!("]({other})")) => {
                findings.push(Finding::new(name, 0, format!("does not lead to {other}")));
            }
            Some(_) => {}
        }
    }
    if let [Some(english), Some(chinese)] = texts {
        let chapters = |text: &str| text.lines().filter(|line| line.starts_with("## ")).count();
        if chapters(english) != chapters(chinese) {
            findings.push(Finding::new(
                READMES[1],
                0,
                format!("has other chapters than {}", READMES[0]),
            ));
        }
        let (left, right) = (commands(english), commands(chinese));
        for missing in left.symmetric_difference(&right) {
            let text = format!(
                "only one of {} and {} has the command `{missing}`",
                READMES[0], READMES[1]
            );
            findings.push(Finding::new(READMES[1], 0, text));
        }
    }
    findings
}

/// Lines of code fences that run something of ours, without their remarks.
fn commands(text: &str) -> BTreeSet<&str> {
    let mut fenced = false;
    let mut found = BTreeSet::new();
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced && (line.starts_with("holdfast ") || line.starts_with("cargo ")) {
            found.insert(line.split('#').next().unwrap_or_default().trim_end());
        }
    }
    found
}

/// Every flag in a table of README.md is one of the command line's: a field, or a name in quotes, in `crates/cli`.
pub fn flags_exist(files: &[TextFile]) -> Vec<Finding> {
    let Some(readme) = files.iter().find(|f| f.path == READMES[0]) else {
        return Vec::new();
    };
    let sources = || files.iter().filter(|f| f.path.starts_with("crates/cli/src/"));
    let mut findings = Vec::new();
    for (index, line) in readme
        .text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.starts_with("| `--"))
    {
        for piece in line.split("`--").skip(1) {
            let flag: String = piece
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '-')
                .collect();
            let (field, quoted) = (format!("{}:", flag.replace('-', "_")), format!("\"{flag}\""));
            if !sources().any(|f| f.text.contains(&field) || f.text.contains(&quoted)) {
                findings.push(Finding::new(
                    READMES[0],
                    index + 1,
                    format!("the command line has no `--{flag}`"),
                ));
            }
        }
    }
    findings
}

/// Every row of the glossary's tables has a Chinese and an English word.
pub fn glossary_in_both_languages(files: &[TextFile]) -> Vec<Finding> {
    let Some(file) = files.iter().find(|f| f.path == GLOSSARY) else {
        return vec![Finding::new(GLOSSARY, 0, "is missing")];
    };
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        if !line.starts_with('|') || line.starts_with("|-") || line.starts_with("| -") {
            continue;
        }
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let chinese = cells
            .first()
            .is_some_and(|cell| cell.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)));
        let english = cells
            .get(1)
            .is_some_and(|cell| cell.chars().any(|c| c.is_ascii_alphabetic()));
        if !(chinese && english) {
            findings.push(Finding::new(
                GLOSSARY,
                index + 1,
                "a row begins with the Chinese word, then the English one",
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::files::fixture;

    #[test]
    fn a_dead_link_is_found_and_a_live_one_is_not() {
        let text = "[a](docs/A.md#x) [b](https://b.example) [c](docs) [d](gone.md)\n```\n[e](gone.md)\n```\n";
        let files = [
            fixture("README.md", text),
            fixture("docs/A.md", "[up](../README.md) [out](../../x.md)"),
        ];
        let found: Vec<String> = links(&files)
            .into_iter()
            .map(|f| format!("{}:{} {}", f.path, f.line, f.text))
            .collect();
        assert_eq!(
            found,
            [
                "README.md:1 the link `gone.md` leads nowhere",
                "docs/A.md:1 the link `../../x.md` leads nowhere"
            ]
        );
    }

    #[test]
    fn readmes_that_differ_are_found() {
        let english = "[中文](README.zh-CN.md)\n## A\n```\nholdfast analyze x\n```\n";
        let chinese = "[English](README.md)\n## 甲\n```\nholdfast analyze x # 注\n```\n";
        let files = |en: &str, zh: &str| [fixture("README.md", en), fixture("README.zh-CN.md", zh)];
        assert_eq!(readme_in_both_languages(&files(english, chinese)), []);
        assert_eq!(
            readme_in_both_languages(&files(english, &chinese.replace("analyze", "simulate"))).len(),
            2
        );
        assert_eq!(
            readme_in_both_languages(&files(english, &format!("{chinese}## 乙\n"))).len(),
            1
        );
        assert_eq!(readme_in_both_languages(&files("## A\n", chinese)).len(), 2);
        assert_eq!(readme_in_both_languages(&[]).len(), 2);
    }

    #[test]
    fn a_flag_that_is_gone_is_found() {
        let readme = fixture(
            "README.md",
            "| `--customer-value MONEY` | |\n| `--lang zh` or `--gone en` | |\n",
        );
        let cli = fixture(
            "crates/cli/src/analyze.rs",
            "#[arg(long)]\ncustomer_value: f64,\n#[arg(long = \"lang\")]\nl: String",
        );
        let found = flags_exist(&[readme, cli]);
        assert_eq!(
            found,
            [Finding::new("README.md", 2, "the command line has no `--gone`")]
        );
    }

    #[test]
    fn a_glossary_row_with_one_language_is_found() {
        let text = "| 中文 zh | English |\n|---|---|\n| 流失率 | churn rate | x |\n| 留存 | |\n| retention | 留存 |\n";
        let lines: Vec<usize> = glossary_in_both_languages(&[fixture(GLOSSARY, text)])
            .iter()
            .map(|f| f.line)
            .collect();
        assert_eq!(lines, [4, 5]);
    }
}
