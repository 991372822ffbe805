//! Two texts as a unified diff, as `git apply` and `patch` read it.

use std::fmt::Write;

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// Beyond so many changed lines what differs is shown as one block.
const MOST: usize = 2_000;

/// What changes between two texts of a file; nothing if they are equal.
pub fn unified(name: &str, before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (lines(before), lines(after));
    let mut diff = String::new();
    for hunk in hunks(&changes(&old, &new)) {
        if diff.is_empty() {
            let _ = write!(diff, "--- a/{name}\n+++ b/{name}\n");
        }
        write_hunk(&mut diff, &old, &new, hunk);
    }
    diff
}

/// Lines with their ends.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Lines `old` of the one text stand where lines `new` of the other do.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    old: std::ops::Range<usize>,
    new: std::ops::Range<usize>,
}

fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old_rest[..old_rest.len() - end], &new_rest[..new_rest.len() - end]);
    let mut changes: Vec<Change> = Vec::new();
    let mut add = |old: std::ops::Range<usize>, new: std::ops::Range<usize>| match changes.last_mut() {
        Some(last) if last.old.end == old.start && last.new.end == new.start => {
            (last.old.end, last.new.end) = (old.end, new.end);
        }
        _ => changes.push(Change { old, new }),
    };
    let Some(moves) = moves(old_rest, new_rest) else {
        return vec![Change { old: start..start + old_rest.len(), new: start..start + new_rest.len() }];
    };
    for (x, y, down) in moves {
        let (x, y) = (start + x, start + y);
        if down { add(x..x, y..y + 1) } else { add(x..x + 1, y..y) }
    }
    changes
}

/// The fewest single lines put in (`true`) or taken out that lead from one text to the other, in order, each with where
/// it stands (Myers, 1986); `None` if there are too many.
fn moves(old: &[&str], new: &[&str]) -> Option<Vec<(usize, usize, bool)>> {
    let (n, m) = (old.len() as isize, new.len() as isize);
    let most = (n + m).min(MOST as isize);
    let size = 2 * most as usize + 3;
    let at = |k: isize| (k + most + 1) as usize;
    let mut furthest = vec![0_isize; size];
    let mut trail = Vec::new();
    for d in 0..=most {
        trail.push(furthest.clone());
        for k in (-d..=d).step_by(2) {
            let down = k == -d || k != d && furthest[at(k - 1)] < furthest[at(k + 1)];
            let mut x = if down { furthest[at(k + 1)] } else { furthest[at(k - 1)] + 1 };
            while x < n && x - k < m && x - k >= 0 && old[x as usize] == new[(x - k) as usize] {
                x += 1;
            }
            furthest[at(k)] = x;
            if x >= n && x - k >= m {
                return Some(backwards(&trail, (n, m), at));
            }
        }
    }
    None
}

fn backwards(
    trail: &[Vec<isize>],
    (mut x, mut y): (isize, isize),
    at: impl Fn(isize) -> usize,
) -> Vec<(usize, usize, bool)> {
    let mut moves = Vec::new();
    for (d, furthest) in trail.iter().enumerate().skip(1).rev() {
        let (d, k) = (d as isize, x - y);
        let down = k == -d || k != d && furthest[at(k - 1)] < furthest[at(k + 1)];
        let before = if down { k + 1 } else { k - 1 };
        x = furthest[at(before)];
        y = x - before;
        moves.push((x as usize, y as usize, down));
    }
    moves.reverse();
    moves
}

/// Changes so near to each other that their surroundings meet stand in one hunk.
fn hunks(changes: &[Change]) -> impl Iterator<Item = &[Change]> {
    changes.chunk_by(|a, b| b.old.start - a.old.end <= 2 * CONTEXT)
}

fn write_hunk(diff: &mut String, old: &[&str], new: &[&str], hunk: &[Change]) {
    let ([first, .., last] | [first @ last]) = hunk else { return };
    let above = first.old.start.min(CONTEXT);
    let below = (old.len() - last.old.end).min(CONTEXT);
    let old_lines = first.old.start - above..last.old.end + below;
    let new_lines = first.new.start - above..last.new.end + below;
    let _ = writeln!(diff, "@@ -{} +{} @@", range(&old_lines), range(&new_lines));
    let mut at = old_lines.start;
    for change in hunk {
        old[at..change.old.start].iter().for_each(|line| write_line(diff, ' ', line));
        old[change.old.clone()].iter().for_each(|line| write_line(diff, '-', line));
        new[change.new.clone()].iter().for_each(|line| write_line(diff, '+', line));
        at = change.old.end;
    }
    old[at..old_lines.end].iter().for_each(|line| write_line(diff, ' ', line));
}

/// First line and number of lines; of none, the line before them.
fn range(lines: &std::ops::Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => (lines.start + 1).to_string(),
        count => format!("{},{count}", lines.start + 1),
    }
}

fn write_line(diff: &mut String, sign: char, line: &str) {
    diff.push(sign);
    diff.push_str(line);
    if !line.ends_with('\n') {
        diff.push_str("\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_stand_in_hunks_with_three_lines_around() {
        let before: String = (1..=20).map(|line| format!("{line}\n")).collect();
        let after = before.replace("\n5\n", "\nfive\n").replace("17\n", "17\n17.5\n").replace("20\n", "20");
        let expected = "--- a/x\n+++ b/x\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n@@ -15,6 +15,7 @@\n 15\n \
            16\n 17\n+17.5\n 18\n 19\n-20\n+20\n\\ No newline at end of file\n";
        assert_eq!(unified("x", &before, &after), expected);
        assert_eq!(unified("x", &before, &before), "");
        assert_eq!(unified("x", "", "a\n"), "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
    }
}
