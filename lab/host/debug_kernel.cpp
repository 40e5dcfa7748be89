// SPDX-License-Identifier: MIT
#include "lab/host/debug_kernel.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <sstream>
#include <thread>

#include "lab/host/command.h"
#include "lab/host/emulator.h"
#include "lab/host/kernel_source.h"
#include "lab/host/stamp.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

constexpr auto between_words = std::chrono::seconds{30};

/// Says from time to time how far a build has come, for as long as it lives.
class Teller {
public:
    Teller(const fs::path& log, const std::function<void(std::string_view)>& say)
        : thread_([&log, &say, this](const std::stop_token& stop) {
              std::unique_lock lock(mutex_);
              while (!waiting_.wait_for(lock, stop, between_words, [] { return false; }) &&
                     !stop.stop_requested()) {
                  const std::string text = read_file(log).value_or("");
                  say(fmt::format("  {} files built", std::ranges::count(text, '\n')));
              }
          }) {}

private:
    std::mutex mutex_;
    std::condition_variable_any waiting_;
    std::jthread thread_;
};

wifi::Result<void> configure(const DebugKernelOptions& options, const fs::path& source, const fs::path& build) {
    const fs::path wanted = options.folder / "wanted.config";
    if (auto done = write_file(wanted, options.configuration); !done) return done;
    if (auto done = run({.words = {"make", "-s", "-C", source.string(), fmt::format("O={}", build.string()),
                                   fmt::format("KCONFIG_ALLCONFIG={}", wanted.string()), "allnoconfig"},
                         .directory = {}});
        !done)
        return std::unexpected(done.error());
    const auto got = read_file(build / ".config");
    if (!got) return std::unexpected(got.error());
    std::istringstream lines(options.configuration);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("CONFIG_") && ("\n" + *got).find("\n" + line + "\n") == std::string::npos)
            return std::unexpected(wifi::Error{.what = fmt::format("the kernel does not take {}", line),
                                               .file = wanted.string(),
                                               .hint = "something that it depends on is not set, or has gone"});
    return {};
}

wifi::Result<void> make(const DebugKernelOptions& options, const fs::path& build) {
    const fs::path log = options.folder / "build.log";
    const unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
    const Teller teller(log, options.say);
    const auto made = run({.words = {"sh", "-c", "exec make -j\"$1\" bzImage modules >\"$2\" 2>&1", "sh",
                                     std::to_string(jobs), log.string()},
                           .directory = build});
    if (made) return {};
    std::string end;
    for (const std::string& line : last_lines(read_file(log).value_or(""), 15)) end += "\n" + line;
    return std::unexpected(wifi::Error{.what = "the debugging kernel cannot be built:" + end,
                                       .file = log.string(),
                                       .hint = "packages that it needs: [debug-kernel] in "
                                               "packaging/debian-packages.txt"});
}

}  // namespace

wifi::Result<void> prepare_debug_kernel(const DebugKernelOptions& options) {
    const fs::path source = options.folder / "source";
    const fs::path build = options.folder / "build";
    const std::string digest = Digest().add(options.source_digest).add(options.configuration).text();
    if (is_made(build, digest)) return {};
    std::error_code failed;
    fs::remove(fs::path(build) += ".stamp", failed);
    fs::create_directories(build, failed);
    if (!is_made(source, options.source_digest)) {
        options.say("unpacking the kernel's source (1.5 GB)");
        if (auto done =
                make_anew(source, options.source_digest,
                          [&](const fs::path& half) { return unpack_kernel_source(options.archive, half); });
            !done)
            return done;
    }
    options.say("building the debugging kernel: some 1,600 files, a quarter of an hour on two processors");
    const auto begin = std::chrono::steady_clock::now();
    if (auto done = configure(options, source, build); !done) return done;
    if (auto done = make(options, build); !done) return done;
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    options.say(fmt::format("built in {:.0f} s", taken.count()));
    return write_file(fs::path(build) += ".stamp", digest + "\n");
}

fs::path debug_kernel_image(const fs::path& folder) { return folder / "build/arch/x86/boot/bzImage"; }

}  // namespace wlanmedic::lab
