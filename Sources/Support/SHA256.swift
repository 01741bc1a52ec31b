internal import CCrypto
internal import Foundation

/// SHA-256 digests in lower-case hex; OpenSSL's.
package enum SHA256 {
  /// Of a text's UTF-8 bytes.
  package static func hex(of text: String) -> String {
    var text = text
    return text.withUTF8(hex)
  }

  /// The digest of some bytes, 64 lowercase hexadecimal digits.
  package static func hex(of message: [UInt8]) -> String { message.withUnsafeBufferPointer(hex) }

  private static func hex(of message: UnsafeBufferPointer<UInt8>) -> String {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    _ = CCrypto.SHA256(message.baseAddress, message.count, &digest)
    return hex(digest)
  }

  /// Of a file, read piece by piece; nil where it cannot be read or is no regular file.
  package static func hex(ofFile path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    defer { close(file) }
    var status = stat()
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    guard file >= 0, fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    else { return nil }
    var piece = [UInt8](repeating: 0, count: min(max(Int(status.st_size), 1), 1 << 18))
    while true {
      let count = read(file, &piece, piece.count)
      if count < 0 { return nil }
      if count == 0 { break }
      EVP_DigestUpdate(context, piece, count)
    }
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    return EVP_DigestFinal_ex(context, &digest, nil) == 1 ? hex(digest) : nil
  }

  private static func hex(_ digest: [UInt8]) -> String { digest.map { $0.digits(radix: 16, count: 2) }.joined() }
}
