import Dispatch
import Synchronization

/// What `body` makes of each number below `count`, in order; runs on all cores.
package func concurrentMap<Element: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Element) -> [Element] {
  let results = Mutex([Element?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { index in
    let element = body(index)
    results.withLock { $0[index] = element }
  }
  return results.withLock { $0.compactMap { $0 } }
}

/// The results of both, which run side by side; throws what the first throws, else what the second does.
package func concurrently<First: Sendable, Second: Sendable>(
  _ first: @Sendable () throws(Failure) -> First, _ second: @Sendable () throws(Failure) -> Second
) throws(Failure) -> (First, Second) {
  let results = Mutex<(Result<First, Failure>?, Result<Second, Failure>?)>((nil, nil))
  DispatchQueue.concurrentPerform(iterations: 2) { index in
    if index == 0 {
      let result = Result(catching: first)
      results.withLock { $0.0 = result }
    } else {
      let result = Result(catching: second)
      results.withLock { $0.1 = result }
    }
  }
  let (a, b) = results.withLock { $0 }
  return (try (a ?? Result(catching: first)).get(), try (b ?? Result(catching: second)).get())
}
