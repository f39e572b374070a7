// Generic code and a closure; both ways of mangling are readable.
use std::io::Read;

trait Shape {
    fn open(&self, n: usize) -> usize;
}

struct Square<T>(T);

impl<T: Copy + Into<usize>> Shape for Square<T> {
    #[inline(never)]
    fn open(&self, n: usize) -> usize {
        let mut byte = [0u8; 1];
        let f = |m: usize| std::io::stdin().read(&mut byte).unwrap_or(m);
        apply(f, n) + self.0.into()
    }
}

#[inline(never)]
fn apply<F: FnOnce(usize) -> usize>(f: F, n: usize) -> usize {
    f(n) + 1
}

fn main() {
    let shape: Box<dyn Shape> = Box::new(Square(3u8));
    std::process::exit((shape.open(1) & 0) as i32);
}
