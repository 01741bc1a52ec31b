/// Bits that number `count` things, at least 1.
package func bits(for count: Int) -> Int { count <= 2 ? 1 : Int.bitWidth - (count - 1).leadingZeroBitCount }
