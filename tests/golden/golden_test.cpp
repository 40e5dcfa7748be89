// SPDX-License-Identifier: MIT
// What explain prints of real recordings, to the letter. After a change that is meant: WLANMEDIC_RENEW=1 ctest -R
// golden, and read the difference before it is committed.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
const fs::path here = WLANMEDIC_SOURCE_DIR "/tests/golden";

struct Case {
    std::string name;
    std::string arguments;  // paths are relative to tests/golden
};

void PrintTo(const Case& of, std::ostream* out) { *out << of.name; }

std::string run(const std::string& arguments) {
    const std::string command =
        "cd '" + here.string() + "' && '" WLANMEDIC_PROGRAM "' explain --color never " + arguments + " 2>&1";
    std::string output;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return "the program did not start";
    std::array<char, 4096> buffer;
    while (const std::size_t size = fread(buffer.data(), 1, buffer.size(), pipe))
        output.append(buffer.data(), size);
    const int status = pclose(pipe);
    if (status != 0) output += "exit status " + std::to_string(WEXITSTATUS(status)) + "\n";
    return output;
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const std::string name : {"access-point-killed", "beacon-loss", "beacons-only-lost", "clean-association",
                                   "connection-loss-comeback", "connection-loss-no-pmf", "full-chain",
                                   "recovery-actions", "soak-10h30", "two-access-points", "wedge", "wedge-zombie"})
        all.push_back({name, "lab/" + name});
    all.push_back({"wedge-kernel-log-alone", "lab/wedge/dmesg.txt"});
    all.push_back({"full-chain-all-receipts", "-v lab/full-chain"});
    all.push_back({"seed", "../../campaigns/bes2600-patch-b"});
    all.push_back({"seed-json", "--format json ../../campaigns/bes2600-patch-b"});
    return all;
}

class Golden : public testing::TestWithParam<Case> {};

TEST_P(Golden, OutputIsAsItWas) {
    const std::string output = run(GetParam().arguments);
    const fs::path expected = here / "expected" / (GetParam().name + ".txt");
    if (getenv("WLANMEDIC_RENEW") != nullptr) {
        std::ofstream(expected) << output;
        GTEST_SKIP() << "renewed " << expected;
    }
    ASSERT_TRUE(fs::exists(expected)) << expected << " is missing: WLANMEDIC_RENEW=1 writes it";
    EXPECT_EQ(output, text_of(expected));
}

INSTANTIATE_TEST_SUITE_P(All, Golden, testing::ValuesIn(cases()), [](const auto& of) {
    std::string name = of.param.name;
    for (char& c : name)
        if (c == '-') c = '_';
    return name;
});

}  // namespace
