// SPDX-License-Identifier: MIT
#include "record_options.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <fstream>
#include <utility>

#include "capture/load_target.h"
#include "evidence/time_expression.h"

namespace wlanmedic::app {
namespace {

std::string default_name() {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::string name(host.data());
    for (char& letter : name)
        if (letter == '/') letter = '-';
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::localtime_r(&now, &parts);
    std::array<char, 32> time{};
    std::strftime(time.data(), time.size(), "%Y%m%d-%H%M%S", &parts);
    return fmt::format("wlanmedic-{}-{}.pcapng", name.empty() ? "host" : name, time.data());
}

std::string output_of(const RecordOptions& options) {
    if (options.output.empty()) return default_name();
    struct stat about{};
    const bool is_directory =
        options.output.ends_with('/') || (::stat(options.output.c_str(), &about) == 0 && S_ISDIR(about.st_mode));
    if (!is_directory) return options.output;
    return fmt::format("{}{}{}", options.output, options.output.ends_with('/') ? "" : "/", default_name());
}

// As it was given, for the manifest.
std::vector<std::string> command_line() {
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    std::vector<std::string> words;
    for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
    return words;
}

wifi::Error wrong(std::string what, std::string hint = {}) {
    return {.what = std::move(what), .file = {}, .hint = std::move(hint)};
}

}  // namespace

wifi::Result<wifi::Duration> span_of(const std::string& option, const std::string& text, wifi::Duration least) {
    auto span = evidence::parse_span(text);
    if (!span) return std::unexpected(wrong(fmt::format("{}: {}", option, span.error().what), span.error().hint));
    if (*span < least)
        return std::unexpected(wrong(fmt::format("{} {}: that is too short", option, text),
                                     fmt::format("at least {:g} s", wifi::to_seconds(least))));
    return span;
}

wifi::Result<capture::RecorderOptions> recorder_options(const RecordOptions& options) {
    capture::RecorderOptions to;
    if (options.output == "-")
        return std::unexpected(
            wrong("a recording cannot go to standard output",
                  "it is cut back where a disk is full, which a pipe does not allow; name a file"));
    to.parts.path = output_of(options);
    to.parts.program = "wlanmedic " WLANMEDIC_VERSION;
    to.parts.compress = !options.plain;
    if (!options.rotate.empty())
        if (const auto set = runfile::parse_rotate(options.rotate, to.parts); !set)
            return std::unexpected(set.error());
    if (!options.keep.empty())
        if (const auto set = runfile::parse_keep(options.keep, to.parts); !set)
            return std::unexpected(set.error());
    to.interface = options.interface;
    const auto every = span_of("--every", options.every, std::chrono::seconds{1});
    if (!every) return std::unexpected(every.error());
    to.counters_every = *every;
    to.probe_gateway = options.probe == "gateway";
    if (options.load.empty() != options.to.empty())
        return std::unexpected(
            options.load.empty()
                ? wrong("--to says where a load goes, and there is none", "add --load 1MB/s")
                : wrong("--load needs a machine to send to",
                        "add --to HOST, where 'wlanmedic sink' runs; nothing is sent anywhere else"));
    if (!options.load.empty()) {
        const auto rate = capture::parse_rate(options.load);
        if (!rate) return std::unexpected(rate.error());
        if (const auto target = capture::parse_load_target(options.to); !target)
            return std::unexpected(target.error());
        to.load_bytes_per_second = *rate;
        to.load_host = options.to;
    }
    to.version = WLANMEDIC_VERSION;
    to.command_line = command_line();
    return to;
}

}  // namespace wlanmedic::app
