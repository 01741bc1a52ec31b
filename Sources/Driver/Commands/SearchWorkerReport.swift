/// What a worker did.
package struct SearchWorkerReport: Report {
  /// The study's address, without passwords.
  package var study: String
  /// The study's name.
  package var name: String
  /// Trials that were finished here.
  package var trials: Int

  package var text: String {
    "\(trials) trials of study '\(name)' in \(study) were done here; it has all of its trials"
  }
}
