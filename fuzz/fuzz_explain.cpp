// SPDX-License-Identifier: MIT
// One file, through the whole pipeline.
#include "explain_bytes.h"
#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    wlanmedic::fuzz::explain_bytes({wlanmedic::fuzz::as_text(data, size)});
    return 0;
}
