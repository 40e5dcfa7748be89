// SPDX-License-Identifier: MIT
// Any text as a time on the command line.
#include "evidence/time_expression.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const wifi::Instant now{std::chrono::seconds{1'778'114'445}};
    if (const auto time = evidence::parse_time(fuzz::as_text(data, size), now))
        wifi::to_rfc3339(time->instant);
    else
        require(!time.error().hint.empty(), "an error has an example");
    return 0;
}
