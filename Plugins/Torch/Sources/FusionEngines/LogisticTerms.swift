internal import Glibc

/// The two functions a logistic model needs.
enum LogisticTerms {
  static func exp(_ x: Double) -> Double { Glibc.exp(min(700, max(-700, x))) }
  static func log1pExp(_ x: Double) -> Double { x > 0 ? x + Glibc.log1p(Glibc.exp(-x)) : Glibc.log1p(Glibc.exp(x)) }
}
