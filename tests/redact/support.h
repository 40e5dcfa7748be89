// SPDX-License-Identifier: MIT
// Texts through both passes, with one key for all tests.
#pragma once

#include <string>
#include <string_view>

#include "redact/redactor.h"

namespace wlanmedic::test {

inline const redact::Key key{"the key of all tests"};

/// Learns from all of it and rewrites it, as one file that is given by its bytes.
std::string redacted_file(std::string_view bytes, redact::Redactor& redactor);
inline std::string redacted_file(std::string_view bytes) {
    redact::Redactor redactor(key, true);
    return redacted_file(bytes, redactor);
}

}  // namespace wlanmedic::test
