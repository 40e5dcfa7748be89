// SPDX-License-Identifier: MIT
#include "capture/manifest.h"

#include <fmt/format.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string_view>

#include "capture/machine_facts.h"
#include "capture/network_facts.h"

namespace wlanmedic::capture {
namespace {

// What is asked for when no more comes.
constexpr const char* of_files = "the machine, the radios, the programs";
constexpr const char* of_programs = "the programs, and what the kernel knows of the network";
constexpr const char* of_kernel = "what the kernel knows of the network";

// The child: tells the document again and again, each time with more in it, a line each.
void tell(int to) {
    const machine::ThisMachine probe;
    Unknowns unknowns;
    Json document = Json::object();
    const auto so_far = [&] {
        document["unknown"] = unknowns.list;
        const std::string line =
            fmt::format("{}\n", document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
        std::string_view rest = line;
        while (!rest.empty()) {
            const ssize_t written = ::write(to, rest.data(), rest.size());
            if (written <= 0) throw std::runtime_error("nobody listens");
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
    };
    document["machine"] = machine_facts(probe);
    document["interfaces"] = interface_facts(probe);
    document["modules"] = module_facts(probe);
    document["asking"] = of_programs;
    so_far();
    document["programs"] = program_facts(probe, unknowns);
    document["asking"] = of_kernel;
    so_far();
    add_nl80211(document, unknowns, so_far);
    add_firmware(document["interfaces"], unknowns);
    so_far();
}

std::string text_of(wifi::Duration time) { return std::to_string(time.count()); }

}  // namespace

ChildTold ask_machine(std::chrono::milliseconds patience) { return told_by_a_child(tell, patience); }

Manifest manifest_of(const RunFacts& run, const ChildTold& machine) {
    Json document = {
        {"format", "wlanmedic.run/1"},
        {"run", run.run},
        {"part", run.part},
        {"sequence", run.sequence},
        {"begin", wifi::to_rfc3339(wifi::Instant{run.clock.realtime})},
        {"made_by", {{"program", "wlanmedic"}, {"version", run.version}, {"command_line", run.command_line}}},
        {"clocks",
         {{"realtime_ns", text_of(run.clock.realtime)},
          {"boottime_ns", text_of(run.clock.boottime)},
          {"monotonic_ns", text_of(run.clock.monotonic)}}},
        {"kernel", kernel_facts()}};
    if (std::string boot = boot_id(); !boot.empty()) document["boot_id"] = std::move(boot);
    Unknowns unknowns;
    std::string asking = of_files;
    if (Json rest = Json::parse(machine.last, nullptr, false); rest.is_object()) {
        unknowns.list = rest.value("unknown", Json::array());
        asking = rest.value("asking", asking);
        rest.erase("unknown");
        rest.erase("asking");
        document.update(rest);
    }
    const bool kernel_answers = !machine.too_slow || asking != of_kernel;
    if (!machine.trouble.empty())
        unknowns.add(
            asking, kernel_answers ? machine.trouble : fmt::format("{}: a driver seems to hang", machine.trouble));
    document["missing"] = run.missing;
    document["unknown"] = unknowns.list;
    Manifest manifest{
        .text = {.kind = runfile::Kind::manifest,
                 .message = fmt::format("wlanmedic {} records, part {} of run {}", run.version, run.part, run.run),
                 .fields = {}},
        .kernel_answers = kernel_answers};
    manifest.text.set("SYSLOG_IDENTIFIER", "wlanmedic");
    manifest.text.set("WLANMEDIC_MANIFEST",
                      document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return manifest;
}

std::string new_run_id() {
    std::array<std::uint8_t, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) < 0)
        throw std::runtime_error("the kernel gives no random bytes");
    std::string id;
    for (const std::uint8_t byte : bytes) id += fmt::format("{:02x}", byte);
    return id;
}

}  // namespace wlanmedic::capture
