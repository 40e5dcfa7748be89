// SPDX-License-Identifier: MIT
// wlanmedic lab doctor: what this host lacks for the lab, and what to do about each.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "commands.h"
#include "lab/host/doctor.h"
#include "lab/host/prepared.h"
#include "lab_commands.h"
#include "lab_options.h"

namespace wlanmedic::app {
namespace {

struct Options {
    std::string cache;
    std::string format = "text";
};

std::string json_of(const std::vector<lab::Finding>& findings) {
    auto list = nlohmann::ordered_json::array();
    for (const lab::Finding& finding : findings)
        list.push_back({{"part", finding.part},
                        {"missing", finding.missing},
                        {"what", finding.what},
                        {"remedy", finding.remedy}});
    return nlohmann::ordered_json{{"schema", "wlanmedic.lab-doctor/1"}, {"findings", list}}.dump(
               2, ' ', false, nlohmann::json::error_handler_t::replace) +
           "\n";
}

std::string text_of(const std::vector<lab::Finding>& findings) {
    std::string text;
    for (const lab::Finding& finding : findings) {
        text += fmt::format("{:<8} {:<20} {}\n", finding.missing ? "missing" : "ok", finding.part, finding.what);
        if (finding.missing) text += fmt::format("{:<29} do: {}\n", "", finding.remedy);
    }
    return text;
}

int doctor(const Options& options) {
    const auto findings = lab::examine(lab::this_host(
        options.cache.empty() ? lab::default_cache() : std::filesystem::path(options.cache), own_program()));
    const std::string text = options.format == "json" ? json_of(findings) : text_of(findings);
    std::fwrite(text.data(), 1, text.size(), stdout);
    const bool missing = std::ranges::any_of(findings, &lab::Finding::missing);
    return missing || std::fflush(stdout) != 0 ? exit_trouble : exit_done;
}

}  // namespace

void add_lab_doctor(CLI::App& lab, std::function<int()>& run) {
    const auto options = std::make_shared<Options>();
    CLI::App* verb = lab.add_subcommand("doctor", "Say what this host lacks for the lab");
    verb->add_option("--cache", options->cache, "Folder that `lab prepare` fills");
    verb->add_option("--format", options->format, "text, or json (schema wlanmedic.lab-doctor/1)")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    verb->footer(
        "Examples:\n"
        "  wlanmedic lab doctor\n"
        "  wlanmedic lab doctor --format json | jq '.findings[] | select(.missing)'\n"
        "\n"
        "Exit status: 0 nothing is missing, 1 something is, 2 wrong usage.");
    verb->callback([options, &run] { run = [options] { return doctor(*options); }; });
}

}  // namespace wlanmedic::app
