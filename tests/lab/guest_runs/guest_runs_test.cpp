// SPDX-License-Identifier: MIT
// The real guest: what explain says of each run agrees with the truth, and equal runs leave equal bytes. Needs
// what `wlanmedic lab prepare` leaves in the cache.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "lab/host/child.h"
#include "lab/host/memory_file.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

class GuestRuns : public testing::TestWithParam<const char*> {
protected:
    GuestRuns() {
        std::string name = (fs::temp_directory_path() / "wlanmedic-runs-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
        folder_ = name;
    }
    ~GuestRuns() override {
        std::error_code error;
        fs::remove_all(folder_, error);
    }

    void play(const std::string& scenario, const std::string& seed, const std::string& out) const {
        auto output = MemoryFile::make("output");
        ASSERT_TRUE(output);
        auto child = Child::start({.command = {WLANMEDIC_PROGRAM, "lab", "run", scenario, "--seed", seed, "--out",
                                               (folder_ / out).string()},
                                   .output = output->descriptor(),
                                   .errors = output->descriptor()});
        ASSERT_TRUE(child) << child.error().what;
        const auto status = child->wait(std::chrono::minutes{9});
        EXPECT_EQ(status.value_or(-1), 0) << output->read(0, 1U << 20U);
    }

    std::map<std::string, std::string> files(const std::string& out) const {
        std::map<std::string, std::string> bytes;
        for (const auto& entry : fs::recursive_directory_iterator(folder_ / out)) {
            if (!entry.is_regular_file()) continue;
            std::ifstream file(entry.path(), std::ios::binary);
            bytes[entry.path().lexically_relative(folder_ / out).string()] = {std::istreambuf_iterator<char>(file),
                                                                              {}};
        }
        return bytes;
    }

    fs::path folder_;
};

TEST_P(GuestRuns, IsExplainedAsItTrulyWas) { play(GetParam(), "1", "out"); }

INSTANTIATE_TEST_SUITE_P(Scenarios, GuestRuns,
                         testing::Values("clean", "beacon-loss", "connection-loss", "wedge-link",
                                         "wedge-zombie-link", "full-chain", "quiet-reboot", "quiet-slow-answers"),
                         [](const auto& scenario) {
                             std::string name = scenario.param;
                             std::erase(name, '-');
                             return name;
                         });

TEST_F(GuestRuns, LeaveTheSameBytesUnderLoadAndOthersWithAnotherSeed) {
    play("connection-loss", "1", "calm");
    {
        auto load = Child::start({.command = {"/bin/sh", "-c", "while :; do :; done & while :; do :; done"}});
        ASSERT_TRUE(load) << load.error().what;
        play("connection-loss", "1", "loaded");
    }
    const auto calm = files("calm");
    const auto loaded = files("loaded");
    for (const char* const name :
         {"run.pcapng", "iw-event.txt", "dmesg.txt", "trace.txt", "wpa_supplicant.log", "truth.json"})
        EXPECT_TRUE(calm.contains(name)) << name;
    for (const auto& [name, bytes] : calm) {
        ASSERT_TRUE(loaded.contains(name)) << name;
        EXPECT_TRUE(loaded.at(name) == bytes) << name << " differs";
    }
    EXPECT_EQ(calm.size(), loaded.size());
    play("connection-loss", "2", "other");
    EXPECT_TRUE(files("other").at("iw-event.txt") != calm.at("iw-event.txt"));
}

}  // namespace
}  // namespace wlanmedic::lab
