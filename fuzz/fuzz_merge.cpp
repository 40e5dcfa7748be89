// SPDX-License-Identifier: MIT
// Up to four files of one folder, in the input separated by lines "===", aligned and merged.
#include "explain_bytes.h"
#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::string_view separator = "\n===\n";
    std::string_view rest = wlanmedic::fuzz::as_text(data, size);
    std::vector<std::string_view> files;
    while (files.size() < 3) {
        const std::size_t at = rest.find(separator);
        if (at == std::string_view::npos) break;
        files.push_back(rest.substr(0, at + 1));
        rest.remove_prefix(at + separator.size());
    }
    files.push_back(rest);
    wlanmedic::fuzz::explain_bytes(files);
    return 0;
}
