//! `least(x, y, …)`: the smallest of its arguments. `least(2, 5)` is 2. A missing argument is never passed over: the
//! whole has then no value.

use super::Function;

pub static LEAST: Function = Function {
    name: "least",
    name_zh: "最小值",
    arguments: (2, 16),
    groups_of: 1,
    divides: false,
    takes_zh: "2 至 16 个数",
    takes_en: "2 to 16 numbers",
    call: |numbers| numbers.iter().copied().min(),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_smallest() {
        assert_eq!((LEAST.call)(&[2.into(), 5.into(), 3.into()]), Some(2.into()));
    }
}
