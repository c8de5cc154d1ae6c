//! The app is built into this crate; a new build of it must bring a new build of this.
fn main() {
    println!("cargo:rerun-if-changed=../../frontend/dist/index.html");
}
