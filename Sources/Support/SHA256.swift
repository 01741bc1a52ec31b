internal import CCrypto

/// The SHA-256 digest of a text's UTF-8 bytes, in lower-case hex; OpenSSL's.
package enum SHA256 {
  package static func hex(of text: String) -> String {
    var text = text
    return text.withUTF8(hex)
  }

  package static func hex(of message: [UInt8]) -> String { message.withUnsafeBufferPointer(hex) }

  private static func hex(of message: UnsafeBufferPointer<UInt8>) -> String {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    _ = CCrypto.SHA256(message.baseAddress, message.count, &digest)
    return digest.map { $0.digits(radix: 16, count: 2) }.joined()
  }
}
