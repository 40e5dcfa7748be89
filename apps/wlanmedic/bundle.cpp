// SPDX-License-Identifier: MIT
// wlanmedic bundle: this machine's evidence for a bug report, redacted, in one file. Nothing is sent anywhere.
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <memory>

#include "check_hazards.h"
#include "check_text.h"
#include "commands.h"
#include "machine/archive_writer.h"
#include "machine/evidence_items.h"
#include "profiles.h"
#include "redact_common.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

struct Options {
    unsigned hours = 24;
    std::string output;
    std::string interface;
    std::string from;
    std::string key_file;
    bool plain = false;
};

int say(const wifi::Error& error) {
    fmt::print(stderr, "wlanmedic: {}\n", report::for_terminal(error.to_string()));
    if (!error.hint.empty()) fmt::print(stderr, "hint: {}\n", report::for_terminal(error.hint));
    return exit_trouble;
}

std::string default_name() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 64> text{};
    std::strftime(text.data(), text.size(), "wlanmedic-%Y%m%d-%H%M%S.tar.zst", &parts);
    return text.data();
}

wifi::Result<evidence::Input> as_input(std::string_view text) {
    const int file = ::memfd_create("item", MFD_CLOEXEC);
    if (file < 0) return std::unexpected(wifi::Error{.what = "no file in memory", .file = {}, .hint = {}});
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written <= 0) break;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    auto input = evidence::Input::open(fmt::format("/proc/self/fd/{}", file));
    ::close(file);
    return input;
}

wifi::Result<void> redact_items(std::vector<machine::Item>& items, const Options& options) {
    const auto key = options.key_file.empty() ? redact::Key::random() : redact::Key::from_file(options.key_file);
    if (!key) return std::unexpected(key.error());
    redact::Redactor redactor(*key, options.key_file.empty());
    prepare(redactor);
    for (const machine::Item& item : items) {
        const auto input = as_input(item.text);
        if (!input) return std::unexpected(input.error());
        redactor.collect(*input);
        redactor.collect(item.name);
    }
    if (const auto learned = redactor.learned(); !learned) return learned;
    for (machine::Item& item : items) {
        const auto input = as_input(item.text);
        if (!input) return std::unexpected(input.error());
        item.text.clear();
        redactor.rewrite(*input, [&](std::string_view bytes) { item.text += bytes; });
        item.name = redactor.rewrite(item.name);
        item.about = redactor.rewrite(item.about);
        item.missing = redactor.rewrite(item.missing);
    }
    return {};
}

std::string readme(const std::vector<machine::Item>& items, const Options& options) {
    std::string text = fmt::format(
        "Evidence of one machine's Wi-Fi, of the last {} h, collected by wlanmedic {}.\n{}\n\n"
        "wlanmedic explain journal.export (or dmesg.txt) says what happened.\n\nContents:\n",
        options.hours, WLANMEDIC_VERSION,
        options.plain
            ? "Not redacted: addresses, names of networks, hosts and users are the real ones."
            : "Redacted: addresses, names of networks, hosts and users are stand-ins, alike in all files.");
    for (const machine::Item& item : items)
        if (!item.text.empty()) text += fmt::format("  {:<32} {}\n", item.name, item.about);
    text += "\nMissing or not whole, and why:\n";
    bool any = false;
    for (const machine::Item& item : items) {
        if (item.missing.empty()) continue;
        text += fmt::format("  {:<32} {}: {}\n", item.name, item.about, item.missing);
        any = true;
    }
    if (!any) text += "  nothing\n";
    if (::geteuid() != 0)
        text +=
            "\nCollected without root: the kernel's log, other users' journals and some details of the devices "
            "may be "
            "missing.\n";
    return text;
}

int bundle(Options options) {
    if (options.output.empty()) options.output = default_name();
    std::unique_ptr<machine::Probe> probe = std::make_unique<machine::ThisMachine>();
    if (!options.from.empty()) probe = std::make_unique<machine::ToldMachine>(options.from);

    // First, for collecting may take minutes. What is not finished does not stay: it would be refused next time.
    auto archive = machine::ArchiveWriter::make(options.output);
    if (!archive) return say(archive.error());
    const auto give_up = [&](const wifi::Error& error) {
        ::unlink(options.output.c_str());
        return say(error);
    };

    fmt::print(stderr,
               "wlanmedic: collecting {} h of the logs of the kernel and the network programs, interfaces, "
               "devices, drivers "
               "and settings{}\n",
               options.hours, ::geteuid() == 0 ? "" : " (as root there would be more)");
    std::vector<machine::Item> items =
        machine::evidence_items(*probe, {.hours = options.hours, .interface = options.interface});
    // A profile that somebody spoiled is no reason to collect nothing.
    const driver::Catalog drivers = known_profiles({}).value_or(driver::Catalog::built_in());
    items.push_back({.name = "check.json",
                     .about = "wlanmedic check --format json",
                     .text = json_of(machine::check_machine(*probe, hazards_in(drivers))),
                     .missing = {}});
    items.push_back({.name = "wlanmedic.txt",
                     .about = "wlanmedic --version",
                     .text = "wlanmedic " WLANMEDIC_VERSION "\n",
                     .missing = {}});
    if (!options.plain)
        if (const auto done = redact_items(items, options); !done) return give_up(done.error());

    const std::string directory = "wlanmedic-bundle/";
    if (const auto added = archive->add(directory + "README.txt", readme(items, options)); !added)
        return give_up(added.error());
    std::size_t files = 0;
    std::size_t missing = 0;
    for (const machine::Item& item : items) {
        if (!item.missing.empty()) ++missing;
        if (item.text.empty()) continue;
        ++files;
        if (const auto added = archive->add(directory + item.name, item.text); !added)
            return give_up(added.error());
    }
    if (const auto finished = archive->finish(); !finished) return give_up(finished.error());
    fmt::print("{}\n", report::for_terminal(options.output));
    fmt::print(stderr, "wlanmedic: {} files, {}; {} could not be had (README.txt in the bundle says why)\n", files,
               options.plain ? "NOT redacted" : "redacted", missing);
    fmt::print(stderr, "nothing was sent; read it before you hand it out\n");
    return exit_done;
}

}  // namespace

void add_bundle(CLI::App& program, std::function<int()>& run) {
    const auto options = std::make_shared<Options>();
    CLI::App* verb = program.add_subcommand(
        "bundle", "Collect this machine's evidence of the last hours for a bug report, redacted, in one file");
    verb->add_option("--hours", options->hours, "How far the logs reach back")
        ->check(CLI::Range(1U, 24U * 366U))
        ->capture_default_str();
    verb->add_option("-o,--output", options->output,
                     "A new file, .tar.zst, .tar.gz, .tar.xz or .tar; default wlanmedic-DATE-TIME.tar.zst here");
    verb->add_option("--interface", options->interface, "Only this interface");
    verb->add_option("--key", options->key_file, "As of redact");
    verb->add_flag("--no-redact", options->plain, "Leave addresses and names as they are");
    verb->add_option("--from", options->from, "A directory that stands for the machine (docs/check.md)")
        ->check(CLI::ExistingDirectory);
    verb->footer(
        "Needs no root; root sees more. Changes nothing and sends nothing.\n"
        "Examples:\n"
        "  wlanmedic bundle\n"
        "  sudo wlanmedic bundle --hours 3 -o wifi.tar.gz\n"
        "\n"
        "Exit status: 0 written, 1 it could not be, 2 wrong usage.");
    verb->callback([options, &run] { run = [options] { return bundle(*options); }; });
}

}  // namespace wlanmedic::app
