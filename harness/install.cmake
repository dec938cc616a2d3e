# What is installed below any prefix, and the Debian package of it. The program looks for its limiters and scenarios in
# ../lib/limitproof, so an installation can be moved as a whole.
include(GNUInstallDirs)
# What is installed is built by this target; the tests, which are most of `all`, need not be.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
add_custom_target(limitproof_installation)
add_dependencies(limitproof_installation
                 limitproof limitproof-node limitproof-proxy limitproof_plugins limitproof_pages)
set(LIMITPROOF_DATA lib/limitproof)
install(TARGETS limitproof limitproof-node limitproof-proxy RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${CMAKE_BINARY_DIR}/limiters/ DESTINATION ${LIMITPROOF_DATA}/limiters)
# In a build folder the scenarios, and the selftest's table, are links into the source tree.
install(DIRECTORY ${CMAKE_SOURCE_DIR}/scenarios/ DESTINATION ${LIMITPROOF_DATA}/scenarios
        FILES_MATCHING PATTERN "*.json" PATTERN "*.yml")
if(TARGET limitproof_broken_limiters)
  add_dependencies(limitproof_installation limitproof_broken_limiters)
  set(broken ${CMAKE_SOURCE_DIR}/tests/broken_limiters)
  install(DIRECTORY ${CMAKE_BINARY_DIR}/broken_limiters/ DESTINATION ${LIMITPROOF_DATA}/broken_limiters
          PATTERN scenarios EXCLUDE PATTERN selftest.json EXCLUDE)
  install(DIRECTORY ${broken}/scenarios DESTINATION ${LIMITPROOF_DATA}/broken_limiters)
  install(FILES ${broken}/selftest.json DESTINATION ${LIMITPROOF_DATA}/broken_limiters)
endif()
install(FILES ${CMAKE_SOURCE_DIR}/limiters/limiter.schema.json ${CMAKE_SOURCE_DIR}/limiters/native_abi.h
        DESTINATION ${LIMITPROOF_DATA}/limiters)
install(FILES ${CMAKE_SOURCE_DIR}/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
file(READ ${CMAKE_SOURCE_DIR}/harness/report/page/dygraphs-license.txt dygraphs_license)
configure_file(${CMAKE_SOURCE_DIR}/harness/copyright.in ${CMAKE_BINARY_DIR}/copyright @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${CMAKE_BINARY_DIR}/pages/limitproof.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${CMAKE_BINARY_DIR}/pages/limitproof.bash RENAME limitproof
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${CMAKE_BINARY_DIR}/pages/_limitproof DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "limitproof maintainers <limitproof@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "haproxy, redis-server, libfaketime")
include(CPack)
