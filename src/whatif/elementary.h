// SPDX-License-Identifier: MIT
// Logarithm and exponential that give the same bits on every machine. The C library's differ between libraries and
// processors in the last place, and one such place, rounded to a nanosecond, may decide a tie in a simulated
// night. Only +, -, * and / are used, which IEEE 754 fixes; the module is compiled without contraction to fused
// multiply-adds (src/CMakeLists.txt).
//
// Source: the reductions and the minimax polynomials of fdlibm's e_log.c and e_exp.c (Sun Microsystems, 1993,
// freely usable); errors below one unit in the last place.
#pragma once

namespace wlanmedic::whatif {

/// Natural logarithm; `x` normal, above 0 and finite.
double logarithm(double x);

/// e to the power of x; 0 below -700, and as at 700 above.
double exponential(double x);

}  // namespace wlanmedic::whatif
