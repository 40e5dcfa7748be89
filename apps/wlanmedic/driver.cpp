// SPDX-License-Identifier: MIT
// wlanmedic driver check | list | show: driver profiles, for those who write them and those who wonder.
#include <fmt/format.h>

#include <cstdio>
#include <cstring>
#include <memory>

#include "commands.h"
#include "driver_report.h"
#include "evidence/format.h"
#include "evidence/line_reader.h"
#include "output.h"
#include "profiles.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

struct Options {
    std::vector<std::string> files;
    std::vector<std::string> logs;
    std::vector<std::string> names;
    std::vector<std::string> directories;
    std::string format = "text";
    bool strict = false;
};

bool is_json(const Options& options) { return options.format == "json"; }

Checked checked_file(const std::string& file, const driver::Catalog& known) {
    Checked checked{.file = file, .profile = {}, .error = {}, .unreadable = false, .findings = {}, .coverage = {}};
    const auto text = driver::read_profile_file(file == "-" ? "/dev/stdin" : file);
    if (!text) {
        checked.error = text.error();
        checked.unreadable = true;
        return checked;
    }
    auto profile = driver::parse_profile(*text, file);
    if (!profile) {
        checked.error = profile.error();
        return checked;
    }
    checked.findings = driver::check(*profile, known.profiles());
    checked.profile = *std::move(profile);
    return checked;
}

void read_log(const evidence::Input& input, std::vector<Checked>& checked) {
    evidence::LineReader reader(input, nullptr);
    evidence::LineContext context;
    while (const auto line = reader.next()) {
        const std::string_view text = evidence::strip_noise(line->text);
        const evidence::FrameResult frame = evidence::take_frame(text, context);
        if (frame.line && frame.line->process != "kernel") continue;
        // Without a frame: what somebody has copied out of one.
        const std::string_view message = frame.line ? frame.line->message : text;
        if (message.empty()) continue;
        for (Checked& one : checked)
            if (one.coverage) one.coverage->on(message, line->number);
    }
}

int check(const Options& options) {
    const auto known = known_profiles(options.directories);
    if (!known) {
        say_error(known.error());
        return exit_usage;
    }
    std::vector<Checked> checked;
    for (const std::string& file : toml_paths(options.files)) checked.push_back(checked_file(file, *known));

    bool trouble = false;
    std::vector<std::unique_ptr<driver::Catalog>> catalogs;
    if (!options.logs.empty())
        for (Checked& one : checked) {
            if (!one.profile) continue;
            catalogs.push_back(std::make_unique<driver::Catalog>(*known));
            catalogs.back()->add(*one.profile);
            one.coverage.emplace(*catalogs.back(), one.profile->name);
        }
    for (const std::string& log : options.logs) {
        const auto input = evidence::Input::open(log);
        if (!input) {
            say_error(input.error());
            trouble = true;
            continue;
        }
        read_log(*input, checked);
        if (input->read_error() != 0) {
            fmt::print(stderr, "wlanmedic: {}: {}\n", report::for_terminal(log),
                       std::strerror(input->read_error()));
            trouble = true;
        }
    }

    bool wrong = false;
    std::string text;
    for (const Checked& one : checked) {
        if (one.error && !one.unreadable) wrong = true;
        if (one.unreadable) trouble = true;
        if (options.strict && !one.findings.empty()) wrong = true;
        if (one.error) say_error(*one.error);
        if (!is_json(options)) text += text_checked(one);
    }
    if (is_json(options)) text = json_checked(checked);
    return write_out(text, wrong ? exit_wrong_file : trouble ? exit_trouble : exit_done);
}

int list(const Options& options) {
    const auto known = known_profiles(options.directories);
    if (!known) {
        say_error(known.error());
        return exit_usage;
    }
    std::vector<const driver::Profile*> profiles;
    for (const driver::Profile& profile : known->profiles()) profiles.push_back(&profile);
    return write_out(is_json(options) ? json_profiles(profiles) : text_list(profiles), exit_done);
}

int show(const Options& options) {
    const auto known = known_profiles(options.directories);
    if (!known) {
        say_error(known.error());
        return exit_usage;
    }
    std::vector<const driver::Profile*> profiles;
    for (const std::string& name : options.names) {
        const driver::Profile* profile = known->by_name(name);
        if (profile == nullptr) profile = known->by_module(name);
        if (profile == nullptr) {
            say_error({fmt::format("no profile is called \"{}\", and none has a kernel module of that name", name),
                       "", 0, 0, "`wlanmedic driver list` shows those that are known."});
            return exit_usage;
        }
        profiles.push_back(profile);
    }
    if (is_json(options)) return write_out(json_profiles(profiles), exit_done);
    std::string text;
    for (const driver::Profile* profile : profiles) {
        if (!text.empty()) text += '\n';
        text += text_profile(*profile);
    }
    return write_out(text, exit_done);
}

void add_common(CLI::App* verb, const std::shared_ptr<Options>& options) {
    verb->add_option("--drivers", options->directories,
                     "Directory with driver profiles; they replace built-in ones of the same name");
    verb->add_option("--format", options->format, "text, or json (schema wlanmedic.drivers/1)")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
}

}  // namespace

void add_driver(CLI::App& program, std::function<int()>& run) {
    const auto options = std::make_shared<Options>();
    CLI::App* verb = program.add_subcommand("driver", "Driver profiles: check one, list them, show what they say");
    verb->require_subcommand(1);
    verb->footer(
        "Examples:\n"
        "  wlanmedic driver list\n"
        "  wlanmedic driver show iwlwifi\n"
        "  wlanmedic driver check mydriver.toml --log dmesg.txt\n"
        "\n"
        "docs/drivers.md says how to write a profile.");

    CLI::App* checker =
        verb->add_subcommand("check", "Read profiles; say what they hold and what is wrong with them");
    checker->add_option("FILE", options->files, "Profiles, directories of them, or - for standard input")
        ->required();
    checker->add_option(
        "--log", options->logs,
        "Log of the kernel: shows which of its lines each pattern claims, and which of the driver's "
        "lines none does; - for standard input");
    checker->add_flag("--strict", options->strict, "Warnings are errors");
    add_common(checker, options);
    checker->footer(
        "Examples:\n"
        "  wlanmedic driver check drivers/*.toml\n"
        "  dmesg | wlanmedic driver check mydriver.toml --log -\n"
        "  wlanmedic driver check --strict --format json mydriver.toml | jq .findings\n"
        "\n"
        "Exit status: 0 good, perhaps with warnings, 1 something could not be read, 2 wrong usage,\n"
        "             3 a profile is wrong.");
    checker->callback([options, &run] { run = [options] { return check(*options); }; });

    CLI::App* lister = verb->add_subcommand("list", "One line for each profile that is known");
    add_common(lister, options);
    lister->callback([options, &run] { run = [options] { return list(*options); }; });

    CLI::App* shower = verb->add_subcommand("show", "All that a profile says");
    shower->add_option("NAME", options->names, "Name of a profile, or of a kernel module")->required();
    add_common(shower, options);
    shower->footer(
        "Examples:\n"
        "  wlanmedic driver show mt76\n"
        "  wlanmedic driver show \"$(basename \"$(readlink /sys/class/net/wlan0/device/driver/module)\")\"\n"
        "  wlanmedic driver show --format json bes2600 | jq '.profiles[].hazards'\n"
        "\n"
        "Exit status: 0 shown, 2 wrong usage or no such profile.");
    shower->callback([options, &run] { run = [options] { return show(*options); }; });
}

}  // namespace wlanmedic::app
