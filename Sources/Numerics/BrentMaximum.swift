internal import Glibc

/// The place of a maximum of a function between two points: golden section steps mixed with parabolas.
///
/// Brent 1973, Algorithms for Minimization without Derivatives, chapter 5; the rule of R's `optimize`. The ends
/// themselves are never evaluated.
public enum BrentMaximum {
  /// The place, to within `tolerance`.
  public static func find(
    from low: Double, to high: Double, tolerance: Double, _ evaluate: (Double) -> Double
  ) -> Double {
    let golden = (3 - 5.0.squareRoot()) * 0.5
    let precision = Double.ulpOfOne.squareRoot()
    var (a, b) = (low, high)
    // The best place, the second best, and the one before.
    var x = a + golden * (b - a)
    var (w, v) = (x, x)
    var fx = -evaluate(x)
    var (fw, fv) = (fx, fx)
    var (step, lastStep) = (0.0, 0.0)
    for _ in 0..<1000 {
      let middle = (a + b) / 2
      let least = precision * abs(x) + tolerance / 3
      if abs(x - middle) <= 2 * least - (b - a) / 2 { break }
      var (p, q, r) = (0.0, 0.0, 0.0)
      if abs(lastStep) > least {
        r = (x - w) * (fx - fv)
        q = (x - v) * (fx - fw)
        p = (x - v) * q - (x - w) * r
        q = (q - r) * 2
        if q > 0 { p = -p } else { q = -q }
        r = lastStep
        lastStep = step
      }
      if abs(p) >= abs(q * 0.5 * r) || p <= q * (a - x) || p >= q * (b - x) {
        lastStep = x < middle ? b - x : a - x
        step = golden * lastStep
      } else {
        step = p / q
        if x + step - a < 2 * least || b - x - step < 2 * least { step = x >= middle ? -least : least }
      }
      let place = abs(step) >= least ? x + step : step > 0 ? x + least : x - least
      let value = -evaluate(place)
      if value <= fx {
        if place < x { b = x } else { a = x }
        (v, fv) = (w, fw)
        (w, fw) = (x, fx)
        (x, fx) = (place, value)
      } else {
        if place < x { a = place } else { b = place }
        if value <= fw || w == x {
          (v, fv) = (w, fw)
          (w, fw) = (place, value)
        } else if value <= fv || v == x || v == w {
          (v, fv) = (place, value)
        }
      }
    }
    return x
  }
}
