// SPDX-License-Identifier: MIT
#include "lab/host/doctor.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <cstdlib>

#include "lab/host/command.h"
#include "lab/host/prepared.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

struct Tool {
    const char* program;
    const char* package;
    const char* purpose;
};

constexpr Tool tools[] = {
    {"qemu-system-x86_64", "qemu-system-x86", "runs the guest"},
    {"apt-get", "apt", "fetches Debian's packages"},
    {"apt-cache", "apt", "chooses Debian's packages"},
    {"dpkg-deb", "dpkg", "unpacks them"},
    {"make", "make", "builds the fault module"},
    {"gcc", "gcc", "builds the fault module"},
    {"strip", "binutils", "makes modules smaller"},
};

// Measured with Linux 6.1: packages 125 MB, all of the cache 930 MB; what is unpacked is there twice while it is
// replaced.
constexpr std::uint64_t needed_bytes = 2'000'000'000;
constexpr std::uint64_t needed_bytes_prepared = 200'000'000;

Finding examine_tool(const Host& host, const Tool& tool) {
    const fs::path program = find_program(host.path, tool.program);
    if (!program.empty()) return {.part = tool.program, .missing = false, .what = program.string(), .remedy = {}};
    return {.part = tool.program,
            .missing = true,
            .what = fmt::format("not in PATH; it {}", tool.purpose),
            .remedy = fmt::format("apt install {}", tool.package)};
}

Finding examine_architecture(const Host& host) {
    const bool good = host.architecture == "x86_64";
    return {.part = "architecture",
            .missing = !good,
            .what = good ? host.architecture
                         : fmt::format("{}; the guest's programs and its module are made for x86_64",
                                       host.architecture),
            .remedy = good ? "" : "use a host with an x86-64 processor"};
}

Finding examine_disk(const Host& host) {
    const std::uint64_t needed = host.prepared.empty() ? needed_bytes_prepared : needed_bytes;
    const bool good = host.free_bytes >= needed;
    return {.part = "disk",
            .missing = !good,
            .what = fmt::format("{} MB free for {}{}", host.free_bytes / 1'000'000, host.cache.string(),
                                good ? "" : fmt::format(", {} MB are needed", needed / 1'000'000)),
            .remedy = good ? "" : "make room, or name another folder with --cache"};
}

Finding examine_guest_program(const Host& host) {
    return {
        .part = "guest program",
        .missing = !host.guest_program,
        .what = host.guest_program ? "there" : "wlanmedic-lab-guest is not beside wlanmedic",
        .remedy = host.guest_program ? "" : "build the target wlanmedic-lab-guest, or install the whole package"};
}

Finding examine_cache(const Host& host) {
    return {.part = "cache",
            .missing = !host.prepared.empty(),
            .what = host.prepared.empty() ? fmt::format("{} is prepared", host.cache.string()) : host.prepared,
            .remedy = host.prepared.empty() ? ""
                      : host.cache == default_cache()
                          ? "wlanmedic lab prepare"
                          : fmt::format("wlanmedic lab prepare --cache {}", host.cache.string())};
}

}  // namespace

Host this_host(const fs::path& cache, const fs::path& program) {
    const char* path = std::getenv("PATH");
    Host host{.path = path == nullptr ? "" : path, .architecture = {}, .cache = cache};
    utsname names{};
    if (::uname(&names) == 0) host.architecture = names.machine;
    // Of the nearest folder that is there already.
    std::error_code failed;
    fs::path there = fs::absolute(cache, failed);
    while (!fs::exists(there, failed) && there != there.parent_path()) there = there.parent_path();
    const fs::space_info space = fs::space(there, failed);
    if (!failed) host.free_bytes = space.available;
    if (const auto prepared = find_prepared(cache, program); !prepared)
        host.prepared = prepared.error().to_string();
    host.guest_program = !guest_program().empty();
    return host;
}

std::vector<Finding> examine(const Host& host) {
    std::vector<Finding> findings{examine_architecture(host)};
    for (const Tool& tool : tools) findings.push_back(examine_tool(host, tool));
    findings.push_back(examine_disk(host));
    findings.push_back(examine_guest_program(host));
    findings.push_back(examine_cache(host));
    return findings;
}

}  // namespace wlanmedic::lab
