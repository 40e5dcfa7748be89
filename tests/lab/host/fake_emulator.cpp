// SPDX-License-Identifier: MIT
#include "fake_emulator.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "lab/host/child.h"
#include "lab/host/memory_file.h"
#include "lab/host/prepared.h"
#include "lab/host/stamp.h"

namespace wlanmedic::lab::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* scenario = R"(title = "A test"
duration = "60 s"
[[access_point]]
channel = 1
[[step]]
when = "connected"
[expect]
outages = []
)";

std::string bytes_of(const fs::path& path) { return read_file(path).value_or(""); }

constexpr const char* injected =
    R"({"at":1767225660.0,"what":"scenario","name":"test","seed":1,"station":{"interface":"wlan2","radio":2,"mac":"02:00:00:00:02:00"},"access_points":[{"name":"ap1","interface":"wlan0","radio":0,"mac":"02:00:00:00:00:00","ssid":"lab","security":"wpa2","foreign":false}]}
{"at":1767225720.0,"what":"end"}
)";

}  // namespace

FakeLab::FakeLab() {
    std::string name = (fs::temp_directory_path() / "wlanmedic-lab-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    folder_ = name;
    write("test.toml", scenario);
    const fs::path cache = at("cache");
    Prepared prepared{.kernel_release = "6.1.0-test",
                      .kernel = cache / "vmlinuz",
                      .initramfs = cache / "initramfs",
                      .with_manager = cache / "manager",
                      .recorder = recorder_archive(cache, bytes_of(WLANMEDIC_PROGRAM))};
    // A build tree with a guest program wants the initramfs that holds it.
    if (const fs::path guest = guest_program(); !guest.empty())
        prepared.initramfs = guest_initramfs(cache, bytes_of(guest));
    write("cache/vmlinuz", "kernel");
    write("cache/manager", "manager");
    write("cache/" + prepared.recorder.filename().string(), "recorder");
    write("cache/" + prepared.initramfs.filename().string(), "initramfs");
    if (!write_prepared(cache, prepared)) throw std::runtime_error("no cache");
    // A guest's results: the evidence of a link that was never lost, and air without a frame.
    fs::create_directories(at("good"));
    fs::copy(fs::path(WLANMEDIC_SOURCE_DIR) / "tests/golden/lab/clean-association", at("good"));
    write("good/truth/injected.jsonl", injected);
    write("good/truth/air.pcap",
          std::string("\x4d\x3c\xb2\xa1\x02\0\x04\0\0\0\0\0\0\0\0\0\0\0\x04\0\x7f\0\0\0", 24));
}

FakeLab::~FakeLab() {
    std::error_code error;
    fs::remove_all(folder_, error);
}

void FakeLab::write(const std::string& name, const std::string& text) const {
    fs::create_directories(at(name).parent_path());
    std::ofstream(at(name), std::ios::binary) << text;
}

std::string FakeLab::read(const std::string& name) const { return bytes_of(at(name)); }

void FakeLab::emulator(const std::string& body) const {
    std::string script = "#!/bin/sh\ngood='" + at("good").string() + "'\n";
    script += R"(for word; do
    case $before in
        -serial) if [ -z "$console" ]; then console=${word#file:}; elif [ -z "$progress" ]; then progress=${word#file:}; else results=${word#file:}; fi ;;
        -initrd) initrd=$word ;;
    esac
    before=$word
done
)";
    write("qemu", script + body);
    fs::permissions(at("qemu"), fs::perms::owner_all);
}

std::vector<std::string> FakeLab::words_of_run(const std::vector<std::string>& more) const {
    std::vector<std::string> words = {
        "lab", "run", at("test.toml").string(), "--cache", at("cache").string(), "--qemu", at("qemu").string()};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

Outcome FakeLab::run(const std::vector<std::string>& arguments) const { return program(words_of_run(arguments)); }

Outcome FakeLab::program(std::vector<std::string> arguments, int signal_when_begun) const {
    auto output = MemoryFile::make("output");
    if (!output) throw std::runtime_error("no memory");
    std::vector<std::string> command = {WLANMEDIC_PROGRAM};
    command.insert(command.end(), arguments.begin(), arguments.end());
    auto child =
        Child::start({.command = command, .output = output->descriptor(), .errors = output->descriptor()});
    if (!child) throw std::runtime_error(child.error().what);
    std::optional<int> status;
    for (int tenth = 0; tenth < 1200 && !status; ++tenth) {
        status = child->wait(std::chrono::milliseconds{100});
        if (signal_when_begun != 0 && fs::exists(at("begun"))) {
            ::kill(child->process(), signal_when_begun);
            signal_when_begun = 0;
        }
    }
    return {.status = status.value_or(-1), .text = output->read(0, 1U << 20U)};
}

std::vector<std::string> FakeLab::left() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_)) {
        const std::string name = entry.path().filename().string();
        if (name != "test.toml" && name != "cache" && name != "good" && name != "qemu" && name != "begun")
            names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace wlanmedic::lab::test
