// SPDX-License-Identifier: MIT
#include "lab/host/kernel_reports.h"

#include <array>
#include <optional>
#include <regex>

namespace wlanmedic::lab {
namespace {

struct Sign {
    std::string_view begin;
    ReportKind kind;
};

// The first that fits counts.
constexpr std::array signs{
    Sign{"BUG: KASAN: ", ReportKind::kasan},
    Sign{"BUG: sleeping function called from invalid context", ReportKind::atomic_sleep},
    Sign{"BUG: scheduling while atomic", ReportKind::atomic_sleep},
    Sign{"BUG: unable to handle", ReportKind::oops},
    Sign{"BUG: kernel NULL pointer", ReportKind::oops},
    Sign{"BUG: TASK stack guard page was hit", ReportKind::oops},
    Sign{"BUG: workqueue lockup", ReportKind::hang},
    Sign{"watchdog: BUG: soft lockup", ReportKind::hang},
    Sign{"BUG: ", ReportKind::other},
    Sign{"kernel BUG at ", ReportKind::oops},
    Sign{"Oops: ", ReportKind::oops},
    Sign{"general protection fault", ReportKind::oops},
    Sign{"invalid opcode: ", ReportKind::oops},
    Sign{"divide error: ", ReportKind::oops},
    Sign{"stack segment: ", ReportKind::oops},
    Sign{"Kernel panic", ReportKind::oops},
    Sign{"WARNING: CPU: ", ReportKind::warning},
    Sign{"WARNING: ", ReportKind::lockdep},
    Sign{"ODEBUG: ", ReportKind::debug_object},
    Sign{"UBSAN: ", ReportKind::other},
    Sign{"unreferenced object 0x", ReportKind::kmemleak},
    Sign{"rcu: INFO: rcu_", ReportKind::hang},
};

constexpr std::size_t most_lines = 200;

// "[   12.345678] text", with \r where a terminal wants it.
std::string_view without_time(std::string_view line) {
    while (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.starts_with('[')) return line;
    const std::size_t close = line.find("] ");
    if (close == std::string_view::npos ||
        line.substr(1, close - 1).find_first_not_of(" .0123456789TC") != line.npos)
        return line;
    return line.substr(close + 2);
}

std::optional<ReportKind> kind_of(std::string_view line) {
    for (const Sign& sign : signs)
        if (line.starts_with(sign.begin)) return sign.kind;
    // INFO: task wpa_supplicant:321 blocked for more than 120 seconds.
    if (line.starts_with("INFO: task ") && line.find(" blocked for more than ") != line.npos)
        return ReportKind::hang;
    return std::nullopt;
}

// The core layers stand in every trace: what called them, or was called by them, is what is looked for.
bool is_of_a_driver(std::string_view module) {
    return !module.empty() && module != "mac80211" && module != "cfg80211" && module != "rfkill";
}

struct Frame {
    std::string function;
    std::string module;
};

// "func+0x1a/0x50 [module]": of a trace, a register dump or a title. What the unwinder is unsure of has a "?"
// before it.
std::optional<Frame> frame_in(std::string_view line) {
    static const std::regex form(R"((\? )?([A-Za-z_][\w.]*)\+0x[0-9a-f]+(/0x[0-9a-f]+)?(?: \[([\w-]+)[^\]]*\])?)");
    std::match_results<std::string_view::const_iterator> match;
    if (!std::regex_search(line.begin(), line.end(), match, form) || match[1].matched) return std::nullopt;
    return Frame{.function = match[2].str(), .module = match[4].str()};
}

class Reports {
public:
    void take(std::string_view line) {
        const auto kind = kind_of(line);
        if (kind && !goes_on(*kind, line)) {
            end();
            open_ =
                KernelReport{.kind = *kind, .title = std::string(line), .function = {}, .module = {}, .text = {}};
            lines_ = 0;
        }
        if (!open_) return;
        open_->text.append(line).append("\n");
        if (const auto frame = frame_in(line)) look_at(*frame);
        if (line.starts_with("---[ end ") || ++lines_ >= most_lines) end();
    }
    std::vector<KernelReport> finish() {
        end();
        return std::move(reports_);
    }

private:
    // An oops says BUG, then Oops; a failed BUG_ON its place, then invalid opcode. A panic that follows an oops is
    // of it, also behind its end.
    bool goes_on(ReportKind kind, std::string_view line) {
        if (open_ && open_->kind == ReportKind::oops && kind == ReportKind::oops) return true;
        if (open_ && open_->kind == ReportKind::debug_object && line.starts_with("WARNING: CPU: ")) return true;
        // A checker that stops the machine.
        return line.starts_with("Kernel panic") && (open_ || !reports_.empty());
    }
    void look_at(const Frame& frame) {
        if (open_->function.empty() || (!is_of_a_driver(open_->module) && is_of_a_driver(frame.module))) {
            open_->function = frame.function;
            open_->module = frame.module;
        }
    }
    void end() {
        if (open_) reports_.push_back(*std::move(open_));
        open_.reset();
    }

    std::vector<KernelReport> reports_;
    std::optional<KernelReport> open_;
    std::size_t lines_ = 0;
};

}  // namespace

std::string_view name_of(ReportKind kind) {
    switch (kind) {
        case ReportKind::oops: return "oops";
        case ReportKind::warning: return "warning";
        case ReportKind::lockdep: return "lockdep";
        case ReportKind::atomic_sleep: return "atomic-sleep";
        case ReportKind::kasan: return "kasan";
        case ReportKind::kmemleak: return "kmemleak";
        case ReportKind::debug_object: return "debug-object";
        case ReportKind::hang: return "hang";
        case ReportKind::other: break;
    }
    return "other";
}

std::vector<KernelReport> kernel_reports(std::string_view console) {
    Reports reports;
    while (!console.empty()) {
        const std::size_t feed = console.find('\n');
        reports.take(without_time(console.substr(0, feed)));
        console = feed == std::string_view::npos ? std::string_view{} : console.substr(feed + 1);
    }
    return reports.finish();
}

}  // namespace wlanmedic::lab
