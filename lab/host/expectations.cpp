// SPDX-License-Identifier: MIT
#include "lab/host/expectations.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "lab/scenario/happening.h"

namespace wlanmedic::lab {
namespace {

struct Line {
    std::string text;
    double at = 0;         ///< of the guest's epoch; that of the line before where it says none
    bool by_boot = false;  ///< counted from boot
};

constexpr double slack_s = 1.5;

// "1778101980.123456: …" as iw, wpa_supplicant and hostapd write it, or "[   12.345678] …" as the kernel.
std::optional<std::pair<double, bool>> time_of(std::string_view text) {
    const bool by_boot = text.starts_with('[');
    if (by_boot) text.remove_prefix(1);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    double seconds = 0;
    const auto [rest, error] =
        std::from_chars(text.data(), text.data() + text.size(), seconds, std::chars_format::fixed);
    if (error != std::errc{} || rest == text.data() + text.size() || *rest != (by_boot ? ']' : ':'))
        return std::nullopt;
    return std::pair{seconds, by_boot};
}

// "2026-01-01T00:00:09.123456+0000 lab iwd[117]: …" as journalctl -o short-iso-precise shows it.
std::optional<double> journal_time_of(std::string_view text) {
    const auto number = [&](std::size_t at, std::size_t size) {
        int value = -1;
        if (text.size() >= at + size) std::from_chars(text.data() + at, text.data() + at + size, value);
        return value;
    };
    const auto instant = wifi::CivilTime{.year = number(0, 4),
                                         .month = number(5, 2),
                                         .day = number(8, 2),
                                         .hour = number(11, 2),
                                         .minute = number(14, 2),
                                         .second = number(17, 2),
                                         .nanosecond = std::int64_t{1000} * number(20, 6)}
                             .to_instant();
    if (!instant) return std::nullopt;
    return wifi::to_seconds(instant->time_since_epoch());
}

class Evidence {
public:
    Evidence(const Scenario& scenario, std::filesystem::path folder)
        : folder_(std::move(folder)), boot_(wifi::to_seconds(scenario.clock.time_since_epoch())) {}

    /// Empty where there is no such file.
    const std::vector<Line>& of(const std::string& source) {
        const auto [found, is_new] = lines_.try_emplace(source);
        if (is_new) found->second = read(source);
        return found->second;
    }

private:
    std::vector<Line> read(const std::string& source) const {
        std::vector<Line> lines = read_journal(source);
        // The neighbour's log is not among the evidence.
        for (const auto& place :
             {folder_ / (source + ".txt"), folder_ / (source + ".log"), folder_ / "truth" / (source + ".log")}) {
            std::ifstream file(place, std::ios::binary);
            Line line;
            while (std::getline(file, line.text)) {
                if (const auto time = time_of(line.text)) {
                    line.by_boot = time->second;
                    line.at = time->first + (time->second ? boot_ : 0);
                }
                lines.push_back(line);
            }
        }
        return lines;
    }

    std::vector<Line> read_journal(const std::string& program) const {
        std::vector<Line> lines;
        std::ifstream file(folder_ / "journal.txt", std::ios::binary);
        Line line;
        while (std::getline(file, line.text)) {
            if (line.text.find(fmt::format(" {}[", program)) == std::string::npos) continue;
            if (const auto time = journal_time_of(line.text)) line.at = *time;
            lines.push_back(line);
        }
        return lines;
    }

    std::filesystem::path folder_;
    double boot_;
    std::map<std::string, std::vector<Line>> lines_;
};

struct Found {
    std::string source;
    std::size_t line = 0;
    double at = 0;
    bool by_boot = false;
};

bool may_follow(const Found& before, const std::string& source, std::size_t index, const Line& line) {
    if (before.source == source) return index > before.line;
    return line.at + (line.by_boot || before.by_boot ? slack_s : 0) >= before.at;
}

}  // namespace

std::vector<std::string> unmet_expectations(const Scenario& scenario, const std::filesystem::path& folder) {
    std::vector<std::string> unmet;
    Evidence evidence(scenario, folder);
    std::optional<Found> last;
    std::string last_name;
    for (const Happening& happening : scenario.expected) {
        const std::vector<Line>& lines = evidence.of(happening.source);
        std::optional<Found> found;
        for (std::size_t i = 0; i < lines.size() && !found; ++i)
            if (tells(happening, lines[i].text) && (!last || may_follow(*last, happening.source, i, lines[i])))
                found =
                    Found{.source = happening.source, .line = i, .at = lines[i].at, .by_boot = lines[i].by_boot};
        if (found) {
            last = found;
            last_name = happening.name;
        } else {
            unmet.push_back(last ? fmt::format("\"{}\" did not come after \"{}\" ({})", happening.name, last_name,
                                               happening.source)
                                 : fmt::format("\"{}\" did not come ({})", happening.name, happening.source));
        }
    }
    for (const Happening& happening : scenario.never) {
        const std::vector<Line>& lines = evidence.of(happening.source);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (!tells(happening, lines[i].text)) continue;
            unmet.push_back(
                fmt::format("\"{}\" came, and never should: {} line {}", happening.name, happening.source, i + 1));
            break;
        }
    }
    return unmet;
}

}  // namespace wlanmedic::lab
