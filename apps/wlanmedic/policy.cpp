// SPDX-License-Identifier: MIT
// wlanmedic policy list | show | check: recovery policies, for those who write them and those who wonder.
#include <fmt/format.h>

#include <memory>
#include <optional>

#include "commands.h"
#include "config/toml_files.h"
#include "device_options.h"
#include "output.h"
#include "policy/advice.h"
#include "policy/policy_reader.h"
#include "policy_report.h"
#include "profiles.h"

namespace wlanmedic::app {
namespace {

struct Options {
    std::vector<std::string> names;
    std::vector<std::string> policy_directories;
    std::vector<std::string> driver_directories;
    DeviceOptions device;
    std::string format = "text";
    bool strict = false;
};

bool is_json(const Options& options) { return options.format == "json"; }

int wrong_usage(const wifi::Error& error) {
    say_error(error);
    return exit_usage;
}

// What is wrong with the text has a line; what has none was not found, or could not be read.
bool is_of_the_text(const wifi::Error& error) { return error.line > 0; }

int list(const Options& options) {
    const auto known = known_policies(options.policy_directories);
    if (!known) return wrong_usage(known.error());
    return write_out(is_json(options) ? json_policies(known->all()) : text_list(known->all()), exit_done);
}

int show(const Options& options) {
    const auto known = known_policies(options.policy_directories);
    if (!known) return wrong_usage(known.error());
    std::vector<policy::PolicyFile> policies;
    for (const std::string& name : options.names) {
        auto policy = known->find(name);
        if (!policy) {
            say_error(policy.error());
            return is_of_the_text(policy.error()) ? exit_wrong_file : exit_usage;
        }
        policies.push_back(*std::move(policy));
    }
    if (is_json(options)) return write_out(json_policies(policies), exit_done);
    std::string text;
    for (const auto& policy : policies) {
        if (!text.empty()) text += '\n';
        text += text_policy(policy);
    }
    return write_out(text, exit_done);
}

CheckedPolicy checked_policy(const std::string& name, const policy::Policies& known,
                             const policy::Machine& machine) {
    CheckedPolicy checked{.file = name, .policy = {}, .error = {}, .unreadable = false, .findings = {}};
    auto found = known.find(name);
    if (found) {
        checked.findings = advice(*found->policy, machine);
        checked.policy = *std::move(found);
        return checked;
    }
    checked.error = found.error();
    checked.unreadable = !is_of_the_text(found.error());
    return checked;
}

int check(const Options& options) {
    const auto known = known_policies(options.policy_directories);
    if (!known) return wrong_usage(known.error());
    const auto drivers = known_profiles(options.driver_directories);
    if (!drivers) return wrong_usage(drivers.error());
    const auto machine = machine_of(options.device, *drivers);
    if (!machine) return wrong_usage(machine.error());

    bool wrong = false;
    bool trouble = false;
    std::string text;
    std::vector<CheckedPolicy> checked;
    for (const std::string& name : toml_paths(options.names)) {
        const auto& one = checked.emplace_back(checked_policy(name, *known, *machine));
        if (one.error) {
            (one.unreadable ? trouble : wrong) = true;
            say_error(*one.error);
        }
        if (options.strict && !one.findings.empty()) wrong = true;
        text += text_checked(one);
    }
    if (is_json(options)) text = json_checked(checked, *machine);
    return write_out(text, wrong ? exit_wrong_file : trouble ? exit_trouble : exit_done);
}

void add_common(CLI::App* verb, const std::shared_ptr<Options>& options) {
    verb->add_option("--policies", options->policy_directories,
                     "Directory with policies; they replace built-in ones of the same name");
    verb->add_option("--format", options->format, "text, or json (schema wlanmedic.policy/1)")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
}

void add_check_options(CLI::App* checker, const std::shared_ptr<Options>& options) {
    checker->add_option("POLICY", options->names, "Names, files, directories of files, or - for standard input")
        ->required();
    add_device_options(*checker, options->device);
    checker->add_option("--drivers", options->driver_directories,
                        "Directory with driver profiles; they replace built-in ones of the same name");
    checker->add_flag("--strict", options->strict, "Warnings are errors");
    add_common(checker, options);
}

}  // namespace

void add_policy(CLI::App& program, std::function<int()>& run) {
    const auto options = std::make_shared<Options>();
    CLI::App* verb =
        program.add_subcommand("policy", "Recovery policies: list them, show what they do, check one");
    verb->require_subcommand(1);
    verb->footer(
        "Examples:\n"
        "  wlanmedic policy list\n"
        "  wlanmedic policy show b-1\n"
        "  wlanmedic policy check mine.toml --driver iwlwifi\n"
        "\n"
        "docs/policy.md says how to write a policy, and what it means.");

    CLI::App* lister = verb->add_subcommand("list", "One line for each policy that is known");
    add_common(lister, options);
    lister->callback([options, &run] { run = [options] { return list(*options); }; });

    CLI::App* shower = verb->add_subcommand("show", "The file of a policy, and what it will do in plain words");
    shower->add_option("POLICY", options->names, "Names of policies, or files")->required();
    add_common(shower, options);
    shower->footer(
        "Examples:\n"
        "  wlanmedic policy show wlanmedic\n"
        "  wlanmedic policy show b-1 ./mine.toml\n"
        "  wlanmedic policy show --format json b-1 | jq -r '.policies[].text' > mine.toml\n"
        "\n"
        "Exit status: 0 shown, 2 wrong usage, or no such policy, 3 a policy is wrong.");
    shower->callback([options, &run] { run = [options] { return show(*options); }; });

    CLI::App* checker = verb->add_subcommand("check", "Read policies; say what is wrong with them, or odd");
    add_check_options(checker, options);
    checker->footer(
        "Examples:\n"
        "  wlanmedic policy check mine.toml\n"
        "  wlanmedic policy check wlanmedic --driver bes2600 --bus sdio\n"
        "  wlanmedic policy check --strict --format json policies/ | jq .findings\n"
        "\n"
        "Exit status: 0 good, perhaps with warnings, 1 something could not be read, 2 wrong usage,\n"
        "             3 a policy is wrong; with --strict also where there are warnings.");
    checker->callback([options, &run] { run = [options] { return check(*options); }; });
}

}  // namespace wlanmedic::app
