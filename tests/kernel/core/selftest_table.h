// SPDX-License-Identifier: MIT
// The vectors that a kernel can play, as the table in C of the guard's self-test
// (kernel/connloss_guard/connloss_selftest_vectors.h).
#pragma once

#include <string>

namespace wlanmedic::policy {

/// The whole file. What is expected is what policy::Engine decides, which its own test holds to the vectors.
std::string selftest_table();

}  // namespace wlanmedic::policy
