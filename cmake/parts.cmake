# SPDX-License-Identifier: MIT
# The parts that not every build has. One that is left out is named, with its reason, in one line.
if(BUILD_TESTING)
    find_package(GTest QUIET)
    if(TARGET GTest::gmock_main)
        add_subdirectory(tests)
    else()
        message(STATUS "wlanmedic: tests are left out: GoogleTest not found (libgtest-dev, libgmock-dev)")
    endif()
else()
    message(STATUS "wlanmedic: tests are left out: BUILD_TESTING is OFF")
endif()

find_package(benchmark QUIET)
if(TARGET benchmark::benchmark)
    add_subdirectory(bench)
else()
    message(STATUS "wlanmedic: bench_engine is left out: Google Benchmark not found (libbenchmark-dev)")
endif()

if(WLANMEDIC_FUZZ)
    add_subdirectory(fuzz)
else()
    message(STATUS "wlanmedic: fuzz targets are left out: WLANMEDIC_FUZZ is OFF (./dev fuzz)")
endif()

if(NOT WLANMEDIC_SANITIZE)
    message(STATUS "wlanmedic: sanitizers are left out: WLANMEDIC_SANITIZE is OFF (cmake --preset asan)")
endif()

if(NOT WLANMEDIC_COVERAGE)
    message(STATUS "wlanmedic: coverage counters are left out: WLANMEDIC_COVERAGE is OFF (cmake --preset coverage)")
endif()

add_subdirectory(bench/simulate)
