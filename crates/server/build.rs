//! What is built into the program: build again when a file comes, goes or changes.

fn main() {
    for folder in ["policies", "reports", "web/dist"] {
        println!("cargo:rerun-if-changed=../../{folder}");
    }
}
