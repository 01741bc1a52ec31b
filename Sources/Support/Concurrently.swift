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
  let results = concurrentMap(2) { index -> (first: Result<First, Failure>?, second: Result<Second, Failure>?) in
    index == 0 ? (Result(catching: first), nil) : (nil, Result(catching: second))
  }
  return (
    try (results[0].first ?? Result(catching: first)).get(), try (results[1].second ?? Result(catching: second)).get()
  )
}
