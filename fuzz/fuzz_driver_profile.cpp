// SPDX-License-Identifier: MIT
// A driver profile.
#include <algorithm>

#include "driver/glob.h"
#include "driver/profile.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);
    const auto profile = driver::parse_profile(text, "profile.toml");
    if (!profile) {
        require(!profile.error().what.empty() && !profile.error().to_string().empty(),
                "an error says what is wrong");
        return 0;
    }
    require(!profile->name.empty() && !profile->prefixes.empty() && !profile->modules.empty(),
            "a profile is whole");
    for (const auto* prefixes : {&profile->prefixes, &profile->shared_prefixes})
        for (const std::string& prefix : *prefixes) {
            const driver::Glob glob(prefix);
            require(glob.longest_literal().size() >= driver::min_prefix_literal, "a prefix fits not every line");
            glob.begins(text);
        }
    for (const driver::Pattern& pattern : profile->patterns) {
        require(!driver::name_of(pattern.happening).empty(), "a happening has a name");
        require(!driver::Glob(pattern.text).found_in(""), "a pattern fits not every line");
        driver::Glob(pattern.text).found_in(text);
    }
    return 0;
}
