// SPDX-License-Identifier: MIT
// What the guest tells of itself, and never into the evidence: its progress on ttyS1, director.log,
// injected.jsonl.
#pragma once

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace wlanmedic::lab {

class Journal {
public:
    /// `folder`: /out/truth, which is there. `progress`: the port, or empty for none.
    Journal(const std::string& folder, const std::string& progress);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// director.log and the progress port.
    void stage(std::string_view what);
    /// director.log alone.
    void note(std::string_view what);
    /// injected.jsonl: `what` with these keys, at this moment of the guest's wall clock.
    void injected(std::string_view what, const nlohmann::ordered_json& keys = nlohmann::ordered_json::object());
    /// The run ends without success.
    void failed(std::string_view why);
    void done();
    bool has_failed() const { return failed_; }

private:
    void report(std::string_view word, std::string_view text);

    std::FILE* log_ = nullptr;
    std::FILE* injected_ = nullptr;
    std::FILE* progress_ = nullptr;
    std::string stage_ = "boot";
    bool failed_ = false;
};

}  // namespace wlanmedic::lab
