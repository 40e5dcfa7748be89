// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "tune_report.h"
#include "wifi/span.h"

namespace wlanmedic::app {
namespace {

constexpr int cell_width = 9;

// From little dead time to much: of the 256 colours of xterm, each legible under black.
constexpr std::array<int, 7> colours{78, 114, 150, 186, 222, 216, 210};
constexpr std::array<std::string_view, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

std::string cell(const TuneReport::Heat& heat, double least, double most, Shading shading) {
    const double place = most > least ? (heat.dead_s - least) / (most - least) : 0;
    const auto step = [place](std::size_t steps) {
        return std::min(static_cast<std::size_t>(place * static_cast<double>(steps)), steps - 1);
    };
    std::string number = fmt::format("{:>{}}", short_number(heat.dead_s), cell_width - 2);
    switch (shading) {
        case Shading::none: return fmt::format("{:>{}}", short_number(heat.dead_s), cell_width);
        case Shading::blocks: return fmt::format("{} {}", number, blocks[step(blocks.size())]);
        case Shading::colours:
            return fmt::format(" \x1b[30;48;5;{}m{} \x1b[0m", colours[step(colours.size())], number);
    }
    return number;
}

bool is_set(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

}  // namespace

Shading shading_of_output() {
    const char* const kind = std::getenv("TERM");
    if (::isatty(STDOUT_FILENO) != 1 || kind == nullptr || std::string_view(kind) == "dumb") return Shading::none;
    return is_set("NO_COLOR") ? Shading::blocks : Shading::colours;
}

std::string heat_map(const TuneReport& report, Shading shading) {
    const tune::Axes& axes = report.space->axes();
    double least = 0;
    double most = 0;
    bool any = false;
    for (const auto& heat : report.heat) {
        if (!heat) continue;
        least = any ? std::min(least, heat->dead_s) : heat->dead_s;
        most = any ? std::max(most, heat->dead_s) : heat->dead_s;
        any = true;
    }
    std::string text = fmt::format("{:>7}", "losses");
    for (const wifi::Duration window : axes.windows)
        text += fmt::format("{:>{}}", wifi::span_text(window), cell_width);
    text += '\n';
    for (std::size_t row = 0; row < axes.counts.size(); ++row) {
        text += fmt::format("{:>7}", axes.counts[row]);
        for (std::size_t column = 0; column < axes.windows.size(); ++column) {
            const auto& heat = report.heat[row * axes.windows.size() + column];
            text += heat ? cell(*heat, least, most, shading) : fmt::format("{:>{}}", "-", cell_width);
        }
        text += '\n';
    }
    return text;
}

}  // namespace wlanmedic::app
