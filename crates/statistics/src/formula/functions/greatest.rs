//! `greatest(x, y, …)`: the largest of its arguments. `greatest(2, 5)` is 5. A missing argument is never passed over: the
//! whole has then no value.

use super::Function;

pub static GREATEST: Function = Function {
    name: "greatest",
    name_zh: "最大值",
    arguments: (2, 16),
    groups_of: 1,
    divides: false,
    takes_zh: "2 至 16 个数",
    takes_en: "2 to 16 numbers",
    call: |numbers| numbers.iter().copied().max(),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_largest() {
        assert_eq!((GREATEST.call)(&[2.into(), 5.into(), 3.into()]), Some(5.into()));
    }
}
