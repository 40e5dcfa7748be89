// SPDX-License-Identifier: MIT
#include "lab/host/systemd_guest.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <optional>

#include "lab/host/cpio.h"
#include "lab/host/part_folder.h"
#include "lab/host/systemd_files.h"
#include "lab/host/systemd_image.h"
#include "lab/host/tar.h"
#include "lab/host/unpack.h"

namespace wlanmedic::lab {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view begins = "script begins";
constexpr std::string_view ends = "script ends with exit status ";
constexpr std::size_t console_lines = 15;

// Names stay wlan0, wlan1 … (net.ifnames). Then what saves time at boot: self-tests of ciphers and workarounds for
// faults that an emulated processor does not have. A machine id of its own makes systemd believe that it is not
// the first boot.
constexpr std::string_view parameters =
    "net.ifnames=0 mitigations=off cryptomgr.notests systemd.machine_id=2f7c1a9be05d4c0f8d6e3b5a41c79f20";

bool is_program(std::string_view bytes) {
    return bytes.starts_with("#!") || bytes.starts_with(
                                          "\x7f"
                                          "ELF");
}

double seconds_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

/// The second disk, a tar: /lab.
wifi::Result<MemoryFile> second_disk(const SystemdRun& run) {
    FileTree tree;
    for (const auto& [name, bytes] : run.files) tree.add_file(name, bytes, is_program(bytes) ? 0755 : 0644);
    tree.add_file("run", run.script, 0755);
    const auto limit = std::chrono::ceil<std::chrono::seconds>(run.script_limit).count();
    tree.add_file("limit", fmt::format("{}\n", limit));
    const auto tar = to_tar(tree);
    if (!tar) return std::unexpected(tar.error());
    auto disk = MemoryFile::make("lab script");
    if (!disk) return disk;
    if (auto done = disk->append(*tar); !done) return std::unexpected(done.error());
    return disk;
}

std::optional<int> exit_status(const Stage& stage) {
    if (!stage.what.starts_with(ends)) return std::nullopt;
    int status = 0;
    const char* const end = stage.what.data() + stage.what.size();
    const auto [rest, error] = std::from_chars(stage.what.data() + ends.size(), end, status);
    return error == std::errc{} && rest == end ? std::optional(status) : std::nullopt;
}

}  // namespace

std::string demonstration_script() { return std::string(systemd_file("demonstration")); }

std::expected<SystemdPlayed, Failure> run_in_systemd(const SystemdRun& run, const Watcher& watcher) {
    const auto fail = [](wifi::Error error) { return std::unexpected(Failure{.error = std::move(error)}); };
    if (!run.script.starts_with("#!"))
        return fail(
            {.what = "a script begins with \"#!\" and its interpreter", .file = {}, .hint = "#!/bin/bash"});
    const auto image = find_systemd(run.cache);
    if (!image) return fail(image.error());
    const auto disk = second_disk(run);
    if (!disk) return fail(disk.error());
    // "out/" is out.
    auto folder = PartFolder::make(run.out.has_filename() ? run.out : run.out.parent_path(), run.force);
    if (!folder) return fail(folder.error());
    if (run.keep) folder->keep();

    const Machine machine{.emulator = run.emulator,
                          .kernel = image->kernel,
                          .initrd = image->initramfs.string(),
                          .clock = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()),
                          .realtime = true,
                          .cpus = run.cpus,
                          .disks = {image->disk.string(), disk->path()},
                          .parameters = std::string(parameters)};
    SystemdPlayed played;
    std::optional<int> status;
    const auto begin = SteadyClock::now();
    const auto recording =
        play(machine, {disk->descriptor()}, {.wall = run.boot_limit + run.script_limit}, [&](const Stage& stage) {
            if (stage.what == begins && played.boot_s == 0) played.boot_s = seconds_since(begin);
            if (const auto found = exit_status(stage)) status = found;
            played.guest_s = stage.guest_s;
            watcher(stage);
        });
    if (!recording) return fail(recording.error());
    played.wall_s = seconds_since(begin);
    Failure failure{.error = {.what = recording->trouble, .file = {}, .hint = recording->hint},
                    .console = last_lines(recording->console, console_lines),
                    .signal = recording->signal};
    if (run.keep) failure.kept = folder->path();
    if (!recording->messages.empty() && !recording->done)
        failure.console.push_back("QEMU: " + recording->messages);
    if (recording->done && !status) failure.error.what = "the guest did not say how the script ended";
    if (auto written = recording->done ? unpack_results(recording->results, folder->path()) : wifi::Result<void>{};
        !written)
        failure.error = written.error();
    if (!failure.error.what.empty()) return std::unexpected(std::move(failure));
    played.status = *status;
    if (auto finished = folder->finish(); !finished) return fail(finished.error());
    return played;
}

}  // namespace wlanmedic::lab
